with

sessions as (

    select * from {{ ref('stg_coursera__on_demand_sessions') }}

),

final as (

    -- Exports of 2016 name no branch on the session: it was the original one, whose id is the course's.
    select
        platform,
        session_id,
        course_id,
        coalesce(course_branch_id, course_id) as course_branch_id,
        starts_at,
        ends_at,
        enrollment_ends_at
    from sessions

)

select * from final
