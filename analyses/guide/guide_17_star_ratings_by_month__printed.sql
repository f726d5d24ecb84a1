{# The guide's example "star rating by month": one row per course and month with ratings. Right while an
   export keeps the promise that it holds only the latest rating of each person. Its key allows several,
   and where there are, each of them counts, in the month in which it was given. #}
select
    course_id,
    cast({{ dbt.date_trunc('month', 'feedback_ts') }} as date) as calendar_month,
    count(*) as num_feedback,
    avg(cast(feedback_rating as {{ type_double() }})) as avg_feedback_rating
from {{ source('coursera', 'feedback_course_ratings') }}
where feedback_system = 'STAR'
group by course_id, cast({{ dbt.date_trunc('month', 'feedback_ts') }} as date)
order by course_id, calendar_month
