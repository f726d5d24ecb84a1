{# One row per user and course with a membership: the role in force, and when which state was taken first. #}
with

membership_periods as (

    select * from {{ ref('int_enrollments__membership_periods') }}
    where platform <> 'edx'

),

edx_standings as (

    select * from {{ ref('int_enrollments__edx_standings') }}

),

membership_times as (

    select
        platform,
        user_id,
        course_id,
        max(role) filter (where is_current) as latest_role,
        max(membership_state) filter (where is_current) as latest_state,
        min(valid_from) filter (where membership_state = 'browser') as first_browsed_at,
        min(valid_from) filter (where membership_state = 'pre_enrolled') as first_pre_enrolled_at,
        min(valid_from) filter (where membership_state = 'enrolled') as first_enrolled_at,
        min(valid_from) filter (where membership_state = 'staff') as first_staff_at,
        max(valid_from) filter (where membership_state = 'unenrolled') as last_unenrolled_at
    from membership_periods
    group by platform, user_id, course_id

),

-- Packages of edX tell the first enrollment and the present state, tracking logs what lay between. Neither
-- tells when somebody joined the team.
final as (

    select
        platform,
        user_id,
        course_id,
        latest_role,
        latest_state,
        first_enrolled_at is not null as was_enrolled,
        first_staff_at is not null as is_staff,
        first_browsed_at,
        first_pre_enrolled_at,
        first_enrolled_at,
        first_staff_at,
        last_unenrolled_at
    from membership_times

    union all

    select
        platform,
        user_id,
        course_id,
        role as latest_role,
        membership_state as latest_state,
        was_enrolled,
        is_staff,
        cast(null as {{ dbt.type_timestamp() }}) as first_browsed_at,
        cast(null as {{ dbt.type_timestamp() }}) as first_pre_enrolled_at,
        case when was_enrolled then enrolled_at end as first_enrolled_at,
        cast(null as {{ dbt.type_timestamp() }}) as first_staff_at,
        last_unenrolled_at
    from edx_standings

)

select * from final
