{# The view "enrollments" of the platform's own tool for exports: one row per learner and course. WRONG
   about who paid: a certificate that a group sponsored is forgotten, though the guide counts it. #}
with

enrollment_commenced as (

    select
        user_id,
        course_id,
        cast(min(course_membership_ts) as date) as commenced_dt
    from {{ source('coursera', 'course_memberships') }}
    where course_membership_role = 'LEARNER'
    group by user_id, course_id

),

enrollment_progress as (

    select
        user_id,
        course_id,
        cast(min(course_progress_ts) as date) as activity_first_dt,
        cast(max(course_progress_ts) as date) as activity_last_dt,
        count(distinct cast(course_progress_ts as date)) as num_days_active
    from {{ source('coursera', 'course_progress') }}
    group by user_id, course_id

),

enrollment_completed as (

    select
        user_id,
        course_id,
        cast(min(course_grade_ts) as date) as completion_dt
    from {{ source('coursera', 'course_grades') }}
    -- 1 = passed, 2 = verified passed
    where course_passing_state_id in (1, 2)
    group by user_id, course_id

),

enrollment_ownership as (

    select
        user_id,
        course_id,
        was_payment or was_finaid_grant as was_paid_or_finaid
    from {{ source('coursera', 'users_courses__certificate_payments') }}

)

select
    enrollment_commenced.user_id,
    enrollment_commenced.course_id,
    enrollment_commenced.commenced_dt,
    enrollment_progress.activity_first_dt is not null as is_enrollment_active,
    enrollment_progress.activity_first_dt,
    enrollment_progress.activity_last_dt,
    enrollment_progress.num_days_active,
    enrollment_completed.completion_dt is not null as is_enrollment_completed,
    enrollment_completed.completion_dt,
    coalesce(enrollment_ownership.was_paid_or_finaid, false) as was_paid_or_finaid
from enrollment_commenced
left join enrollment_progress
    on enrollment_commenced.user_id = enrollment_progress.user_id
    and enrollment_commenced.course_id = enrollment_progress.course_id
left join enrollment_completed
    on enrollment_commenced.user_id = enrollment_completed.user_id
    and enrollment_commenced.course_id = enrollment_completed.course_id
left join enrollment_ownership
    on enrollment_commenced.user_id = enrollment_ownership.user_id
    and enrollment_commenced.course_id = enrollment_ownership.course_id
