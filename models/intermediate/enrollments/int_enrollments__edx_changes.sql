{# One row per person, course run of edX and time from which the person is enrolled or no longer is: the first
   enrollment that the package tells, and what tracking logs tell of the time since. #}
with

enrollments as (

    select * from {{ ref('stg_edx__student_courseenrollment') }}

),

told_changes as (

    select * from {{ ref('events') }}
    where
        platform = 'edx'
        and is_canonical
        and delivered_type in ('edx.course.enrollment.activated', 'edx.course.enrollment.deactivated')
        and user_id is not null
        and course_id is not null
        and event_at is not null

),

changes as (

    select
        platform,
        user_id,
        course_id,
        enrolled_at as changed_at,
        1 as is_enrolled_then
    from enrollments
    where enrolled_at is not null

    union all

    select
        platform,
        user_id,
        course_id,
        event_at as changed_at,
        case when delivered_type = 'edx.course.enrollment.activated' then 1 else 0 end as is_enrolled_then
    from told_changes

),

-- Who enrolls and leaves at the same instant has left.
states as (

    select
        platform,
        user_id,
        course_id,
        changed_at,
        min(is_enrolled_then) = 1 as is_enrolled
    from changes
    group by platform, user_id, course_id, changed_at

),

-- edX tells an enrollment twice: in the package and in the log.
following_states as (

    select
        *,
        lag(is_enrolled) over (
            partition by platform, user_id, course_id
            order by changed_at
        ) as was_enrolled
    from states

),

final as (

    select
        platform,
        user_id,
        course_id,
        is_enrolled,
        changed_at,
        lead(changed_at) over (
            partition by platform, user_id, course_id
            order by changed_at
        ) as next_changed_at
    from following_states
    where was_enrolled is null or was_enrolled <> is_enrolled

)

select * from final
