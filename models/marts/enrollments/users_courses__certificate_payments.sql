with

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}

),

payments as (

    select * from {{ ref('int_enrollments__payments') }}

),

users_courses as (

    select platform, user_id, course_id
    from enrollments
    where was_enrolled

    union

    select platform, user_id, course_id
    from payments

),

-- The export holds a row only where a payment condition was recorded: no row means an audit enrollment.
payment_flags as (

    select
        users_courses.platform,
        users_courses.user_id,
        users_courses.course_id,
        coalesce(payments.was_payment, false) as was_payment,
        coalesce(payments.was_finaid_grant, false) as was_finaid_grant,
        coalesce(payments.was_group_sponsored, false) as was_group_sponsored,
        payments.met_payment_condition as exported_met_payment_condition,
        payments.user_id is not null as has_export_row
    from users_courses
    left join payments
        on users_courses.platform = payments.platform
        and users_courses.user_id = payments.user_id
        and users_courses.course_id = payments.course_id

),

final as (

    select
        platform,
        user_id,
        course_id,
        case
            when was_payment then 'payment'
            when was_finaid_grant then 'financial_aid'
            when was_group_sponsored then 'group_sponsored'
            else 'audit'
        end as payment_state,
        was_payment,
        was_finaid_grant,
        was_group_sponsored,
        was_payment or was_finaid_grant or was_group_sponsored as met_payment_condition,
        exported_met_payment_condition,
        has_export_row
    from payment_flags

)

select * from final
