{# How many learners each session had: one row per session that a learner joined. The printed query counts
   everybody who joined, so teaching staff who sit in count as learners; here count those who ever held
   role LEARNER in the course. #}
select
    session_id as on_demand_session_id,
    cast(starts_at as date) as session_start_date,
    ever_enrolled_count as num_learners
from {{ ref('sessions__enrollments') }}
where platform = 'coursera' and ever_enrolled_count > 0
order by session_start_date, {{ byte_order('session_id') }}
