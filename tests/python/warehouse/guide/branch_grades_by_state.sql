select
    course_branch_id,
    course_passing_state_id as st,
    count(*) as n,
    avg(course_branch_grade_overall) as avg_overall
from coursera.course_branch_grades
group by course_branch_id, course_passing_state_id
