with

membership_periods as (

    select * from {{ ref('int_enrollments__membership_periods') }}

),

final as (

    select
        platform,
        user_id,
        course_id,
        valid_from,
        role,
        is_current,
        valid_to
    from membership_periods

)

select * from final
