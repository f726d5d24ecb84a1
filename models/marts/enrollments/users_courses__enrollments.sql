with

standings as (

    select * from {{ ref('int_enrollments__standings') }}

),

branches_in_force as (

    select * from {{ ref('int_enrollments__branches_in_force') }}

),

active_dates as (

    select * from {{ ref('int_enrollments__active_dates') }}

),

completions as (

    select * from {{ ref('int_enrollments__completions') }}

),

activity as (

    select
        platform,
        user_id,
        course_id,
        count(*) as active_day_count,
        min(first_active_at) as first_active_at,
        max(last_active_at) as last_active_at
    from active_dates
    group by platform, user_id, course_id

),

users_courses as (

    select platform, user_id, course_id
    from standings

    union

    select platform, user_id, course_id
    from activity

    union

    select platform, user_id, course_id
    from completions

),

final as (

    select
        users_courses.platform,
        users_courses.user_id,
        users_courses.course_id,
        coalesce(branches_in_force.course_branch_id, users_courses.course_id) as course_branch_id,
        branches_in_force.session_id,
        standings.latest_role,
        standings.first_pre_enrolled_at is not null as was_pre_enrolled,
        coalesce(standings.was_enrolled, false) as was_enrolled,
        coalesce(standings.latest_state = 'pre_enrolled', false) as is_pre_enrolled,
        coalesce(standings.latest_state = 'enrolled', false) as is_enrolled,
        coalesce(standings.latest_state = 'unenrolled', false) as is_unenrolled,
        coalesce(standings.is_staff, false) as is_staff,
        activity.first_active_at is not null as is_active,
        completions.completed_at is not null as is_completed,
        coalesce(branches_in_force.session_count, 0) as session_count,
        coalesce(activity.active_day_count, 0) as active_day_count,
        standings.first_browsed_at,
        standings.first_pre_enrolled_at,
        standings.first_enrolled_at,
        standings.first_staff_at,
        standings.last_unenrolled_at,
        activity.first_active_at,
        activity.last_active_at,
        completions.completed_at
    from users_courses
    left join standings
        on users_courses.platform = standings.platform
        and users_courses.user_id = standings.user_id
        and users_courses.course_id = standings.course_id
    left join branches_in_force
        on users_courses.platform = branches_in_force.platform
        and users_courses.user_id = branches_in_force.user_id
        and users_courses.course_id = branches_in_force.course_id
    left join activity
        on users_courses.platform = activity.platform
        and users_courses.user_id = activity.user_id
        and users_courses.course_id = activity.course_id
    left join completions
        on users_courses.platform = completions.platform
        and users_courses.user_id = completions.user_id
        and users_courses.course_id = completions.course_id

)

select * from final
