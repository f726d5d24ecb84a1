{# One row per user, course and time of a membership row: the period in which that role is in force. #}
with

memberships as (

    select * from {{ ref('stg_coursera__course_memberships') }}

),

edx_standings as (

    select * from {{ ref('int_enrollments__edx_standings') }}
    where enrolled_at is not null

),

following_memberships as (

    select
        platform,
        user_id,
        course_id,
        role,
        role_taken_at as valid_from,
        lead(role_taken_at) over (
            partition by platform, user_id, course_id
            order by role_taken_at
        ) as valid_to
    from memberships

),

final as (

    select
        platform,
        user_id,
        course_id,
        role,
        case
            when role = 'LEARNER' then 'enrolled'
            when role = 'PRE_ENROLLED_LEARNER' then 'pre_enrolled'
            when role = 'BROWSER' then 'browser'
            when role = 'NOT_ENROLLED' then 'unenrolled'
            when
                role in ('MENTOR', 'INSTRUCTOR', 'UNIVERSITY_ADMIN', 'TEACHING_STAFF')
                then 'staff'
        end as membership_state,
        valid_to is null as is_current,
        valid_from,
        valid_to
    from following_memberships

    union all

    -- edX tells the first enrollment and what the person is now, and nothing of what lay between.
    select
        platform,
        user_id,
        course_id,
        role,
        membership_state,
        true as is_current,
        enrolled_at as valid_from,
        cast(null as {{ dbt.type_timestamp() }}) as valid_to
    from edx_standings

)

select * from final
