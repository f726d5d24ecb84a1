{# One row per session, user and time of joining, with the course and the branch that the stay was in. #}
with

session_memberships as (

    select * from {{ ref('stg_coursera__on_demand_session_memberships') }}

),

sessions as (

    select * from {{ ref('stg_coursera__on_demand_sessions') }}

),

final as (

    -- Exports before 2023 name the branch only on the session, those of 2016 on neither:
    -- then the stay was in the original branch, whose id is the course's.
    select
        session_memberships.platform,
        session_memberships.session_id,
        session_memberships.user_id,
        coalesce(session_memberships.course_id, sessions.course_id) as course_id,
        coalesce(
            session_memberships.course_branch_id,
            sessions.course_branch_id,
            session_memberships.course_id,
            sessions.course_id
        ) as course_branch_id,
        session_memberships.joined_at,
        session_memberships.left_at
    from session_memberships
    left join sessions
        on session_memberships.platform = sessions.platform
        and session_memberships.session_id = sessions.session_id

)

select * from final
