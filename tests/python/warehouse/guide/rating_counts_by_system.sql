select
    feedback_system,
    feedback_rating,
    count(*) as n
from coursera.feedback_course_ratings
group by feedback_system, feedback_rating
