{# The guide's example "learners per session": one row per session that anybody joined. WRONG about whom it
   counts: everybody who joined is a learner here, the teaching staff who sit in included. #}
select
    sessions.on_demand_session_id,
    cast(sessions.on_demand_sessions_start_ts as date) as session_start_date,
    count(distinct memberships.user_id) as num_learners
from {{ source('coursera', 'on_demand_session_memberships') }} as memberships
inner join {{ source('coursera', 'on_demand_sessions') }} as sessions
    on memberships.on_demand_session_id = sessions.on_demand_session_id
group by
    sessions.on_demand_session_id,
    cast(sessions.on_demand_sessions_start_ts as date)
