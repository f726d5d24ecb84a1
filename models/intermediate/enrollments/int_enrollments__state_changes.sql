{# One row per user, course and UTC date with a membership row: the state at that day's end and before it. #}
with

membership_periods as (

    select * from {{ ref('int_enrollments__membership_periods') }}

),

payments as (

    select * from {{ ref('users_courses__certificate_payments') }}

),

-- What was taken and given up again within a day leaves no trace in the day's end.
states_at_day_end as (

    select
        platform,
        user_id,
        course_id,
        cast(valid_from as date) as calendar_date,
        membership_state
    from membership_periods
    where valid_to is null or cast(valid_to as date) > cast(valid_from as date)

),

changes as (

    select
        platform,
        user_id,
        course_id,
        calendar_date,
        membership_state,
        lag(membership_state) over (
            partition by platform, user_id, course_id
            order by calendar_date
        ) as previous_membership_state
    from states_at_day_end

),

final as (

    select
        changes.platform,
        changes.user_id,
        changes.course_id,
        changes.calendar_date,
        changes.membership_state,
        changes.previous_membership_state,
        coalesce(payments.payment_state, 'audit') as payment_state
    from changes
    left join payments
        on changes.platform = payments.platform
        and changes.user_id = payments.user_id
        and changes.course_id = payments.course_id

)

select * from final
