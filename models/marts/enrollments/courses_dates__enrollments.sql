with

daily_changes as (

    select * from {{ ref('int_enrollments__daily_changes') }}

),

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}
    where was_enrolled

),

active_dates as (

    select * from {{ ref('int_enrollments__active_dates') }}

),

membership_periods as (

    select * from {{ ref('int_enrollments__membership_periods') }}

),

dates as (

    select * from {{ ref('int_dates') }}

),

first_dates as (

    select
        platform,
        course_id,
        cast(min(valid_from) as date) as first_date
    from membership_periods
    group by platform, course_id

),

courses_dates as (

    select
        first_dates.platform,
        first_dates.course_id,
        dates.calendar_date
    from first_dates
    inner join dates
        on first_dates.first_date <= dates.calendar_date

),

new_learner_counts as (

    select
        platform,
        course_id,
        cast(first_enrolled_at as date) as calendar_date,
        count(*) as newly_enrolled_count
    from enrollments
    group by platform, course_id, cast(first_enrolled_at as date)

),

active_learner_counts as (

    select
        active_dates.platform,
        active_dates.course_id,
        active_dates.active_date as calendar_date,
        count(*) as active_count
    from active_dates
    inner join enrollments
        on active_dates.platform = enrollments.platform
        and active_dates.user_id = enrollments.user_id
        and active_dates.course_id = enrollments.course_id
    group by active_dates.platform, active_dates.course_id, active_dates.active_date

),

final as (

    select
        courses_dates.platform,
        courses_dates.course_id,
        courses_dates.calendar_date,
        coalesce(new_learner_counts.newly_enrolled_count, 0) as newly_enrolled_count,
        coalesce(daily_changes.enrolled_change_count, 0) as enrolled_change_count,
        {{ running_total('new_learner_counts.newly_enrolled_count') }} as ever_enrolled_count,
        {{ running_total('daily_changes.enrolled_change_count') }} as enrolled_count,
        {{ running_total('daily_changes.pre_enrolled_change_count') }} as pre_enrolled_count,
        {{ running_total('daily_changes.browser_change_count') }} as browser_count,
        {{ running_total('daily_changes.unenrolled_change_count') }} as unenrolled_count,
        {{ running_total('daily_changes.staff_change_count') }} as staff_count,
        {{ running_total('daily_changes.paid_enrolled_change_count') }} as paid_enrolled_count,
        {{ running_total('daily_changes.financial_aid_enrolled_change_count') }}
            as financial_aid_enrolled_count,
        {{ running_total('daily_changes.group_sponsored_enrolled_change_count') }}
            as group_sponsored_enrolled_count,
        {{ running_total('daily_changes.audit_enrolled_change_count') }} as audit_enrolled_count,
        coalesce(active_learner_counts.active_count, 0) as active_count
    from courses_dates
    left join daily_changes
        on courses_dates.platform = daily_changes.platform
        and courses_dates.course_id = daily_changes.course_id
        and courses_dates.calendar_date = daily_changes.calendar_date
    left join new_learner_counts
        on courses_dates.platform = new_learner_counts.platform
        and courses_dates.course_id = new_learner_counts.course_id
        and courses_dates.calendar_date = new_learner_counts.calendar_date
    left join active_learner_counts
        on courses_dates.platform = active_learner_counts.platform
        and courses_dates.course_id = active_learner_counts.course_id
        and courses_dates.calendar_date = active_learner_counts.calendar_date

)

select * from final
