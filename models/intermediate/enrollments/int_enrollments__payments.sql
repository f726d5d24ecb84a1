{# One row per user and course of which an export says how the certificate is paid. #}
with

coursera_payments as (

    select * from {{ ref('stg_coursera__users_courses__certificate_payments') }}

),

edx_standings as (

    select * from {{ ref('int_enrollments__edx_standings') }}
    where enrollment_mode is not null

),

enrollment_modes as (

    select * from {{ ref('enrollment_modes') }}

),

-- Of edX only the track is known: who paid it, and whether some of it was waived, is not.
final as (

    select
        platform,
        user_id,
        course_id,
        was_payment,
        was_finaid_grant,
        was_group_sponsored,
        met_payment_condition
    from coursera_payments

    union all

    select
        edx_standings.platform,
        edx_standings.user_id,
        edx_standings.course_id,
        coalesce(enrollment_modes.is_paid, false) as was_payment,
        cast(null as {{ dbt.type_boolean() }}) as was_finaid_grant,
        cast(null as {{ dbt.type_boolean() }}) as was_group_sponsored,
        cast(null as {{ dbt.type_boolean() }}) as met_payment_condition
    from edx_standings
    left join enrollment_modes
        on edx_standings.enrollment_mode = enrollment_modes.enrollment_mode

)

select * from final
