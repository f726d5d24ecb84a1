{# Star ratings by month: one row per course and month in which a rating was given that still stands. The
   printed query is right while exports hold one rating per person; here the latest counts, whatever they
   hold. #}
select
    course_id,
    calendar_month,
    rating_count as num_feedback,
    mean_rating as avg_feedback_rating
from {{ ref('courses_systems_months__ratings') }}
where platform = 'coursera' and feedback_system = 'STAR' and rating_count > 0
order by {{ byte_order('course_id') }}, calendar_month
