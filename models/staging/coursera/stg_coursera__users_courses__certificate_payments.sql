{# One row per user and course for which a payment condition was recorded. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'users_courses__certificate_payments'),
        ['user_id', 'course_id'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_id,
        was_payment,
        was_finaid_grant,
        was_group_sponsored,
        met_payment_condition,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
