with

membership_periods as (

    select * from {{ ref('int_enrollments__membership_periods') }}

),

branches_in_force as (

    select * from {{ ref('int_enrollments__branches_in_force') }}

),

active_dates as (

    select * from {{ ref('int_enrollments__active_dates') }}

),

course_grades as (

    select * from {{ ref('stg_coursera__course_grades') }}

),

passing_states as (

    select * from {{ ref('passing_states') }}

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

completions as (

    select
        course_grades.platform,
        course_grades.user_id,
        course_grades.course_id,
        min(course_grades.graded_at) filter (where passing_states.is_passed) as completed_at
    from course_grades
    left join passing_states
        on course_grades.passing_state_id = passing_states.passing_state_id
    group by course_grades.platform, course_grades.user_id, course_grades.course_id

),

users_courses as (

    select platform, user_id, course_id
    from membership_times

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
        membership_times.latest_role,
        membership_times.first_pre_enrolled_at is not null as was_pre_enrolled,
        membership_times.first_enrolled_at is not null as was_enrolled,
        coalesce(membership_times.latest_state = 'pre_enrolled', false) as is_pre_enrolled,
        coalesce(membership_times.latest_state = 'enrolled', false) as is_enrolled,
        coalesce(membership_times.latest_state = 'unenrolled', false) as is_unenrolled,
        membership_times.first_staff_at is not null as is_staff,
        activity.first_active_at is not null as is_active,
        completions.completed_at is not null as is_completed,
        coalesce(branches_in_force.session_count, 0) as session_count,
        coalesce(activity.active_day_count, 0) as active_day_count,
        membership_times.first_browsed_at,
        membership_times.first_pre_enrolled_at,
        membership_times.first_enrolled_at,
        membership_times.first_staff_at,
        membership_times.last_unenrolled_at,
        activity.first_active_at,
        activity.last_active_at,
        completions.completed_at
    from users_courses
    left join membership_times
        on users_courses.platform = membership_times.platform
        and users_courses.user_id = membership_times.user_id
        and users_courses.course_id = membership_times.course_id
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
