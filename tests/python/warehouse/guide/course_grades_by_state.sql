select
    course_passing_state_id,
    count(*) as n,
    avg(course_grade_overall) as avg_overall,
    avg(course_grade_verified) as avg_verified
from coursera.course_grades
group by course_passing_state_id
