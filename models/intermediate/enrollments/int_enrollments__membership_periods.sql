{# One row per user, course and time of a membership row: the period in which that role is in force. #}
with

memberships as (

    select * from {{ ref('stg_coursera__course_memberships') }}

),

edx_standings as (

    select * from {{ ref('int_enrollments__edx_standings') }}

),

edx_changes as (

    select * from {{ ref('int_enrollments__edx_changes') }}

),

-- A person of the team is known by the present role alone, from the first enrollment on.
edx_periods as (

    select
        edx_changes.platform,
        edx_changes.user_id,
        edx_changes.course_id,
        case
            when edx_changes.next_changed_at is null or edx_standings.is_staff then edx_standings.role
            when edx_changes.is_enrolled then 'LEARNER'
            else 'NOT_ENROLLED'
        end as role,
        case
            when edx_changes.next_changed_at is null or edx_standings.is_staff
                then edx_standings.membership_state
            when edx_changes.is_enrolled then 'enrolled'
            else 'unenrolled'
        end as membership_state,
        case when not edx_standings.is_staff then edx_changes.next_changed_at end as valid_to,
        edx_changes.changed_at as valid_from
    from edx_changes
    inner join edx_standings
        on edx_changes.platform = edx_standings.platform
        and edx_changes.user_id = edx_standings.user_id
        and edx_changes.course_id = edx_standings.course_id
    where not edx_standings.is_staff or edx_changes.changed_at = edx_standings.enrolled_at

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

    select
        platform,
        user_id,
        course_id,
        role,
        membership_state,
        valid_to is null as is_current,
        valid_from,
        valid_to
    from edx_periods

)

select * from final
