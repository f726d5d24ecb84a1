{# Learners with their activity, completion and payment: one row per learner and course. The printed view
   forgets certificates that a group sponsored; here any of the three ways counts. Who was never active has
   0 active days, not an empty cell. #}
with

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}
    where platform = 'coursera' and was_enrolled

),

payments as (

    select * from {{ ref('users_courses__certificate_payments') }}

)

select
    enrollments.user_id,
    enrollments.course_id,
    cast(enrollments.first_enrolled_at as date) as commenced_dt,
    enrollments.is_active as is_enrollment_active,
    cast(enrollments.first_active_at as date) as activity_first_dt,
    cast(enrollments.last_active_at as date) as activity_last_dt,
    enrollments.active_day_count as num_days_active,
    enrollments.is_completed as is_enrollment_completed,
    cast(enrollments.completed_at as date) as completion_dt,
    coalesce(payments.met_payment_condition, false) as was_paid_aided_or_sponsored
from enrollments
left join payments
    on enrollments.platform = payments.platform
    and enrollments.user_id = payments.user_id
    and enrollments.course_id = payments.course_id
