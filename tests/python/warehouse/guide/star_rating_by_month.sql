select
    course_id,
    strftime(feedback_ts, '%Y-%m') as month,
    count(*) as num_feedback,
    avg(feedback_rating) as avg_feedback_rating
from coursera.feedback_course_ratings
where feedback_system = 'STAR'
group by course_id, strftime(feedback_ts, '%Y-%m')
