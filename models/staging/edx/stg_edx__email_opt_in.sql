{# One row per course run and address: whether mail from the organisation is welcome. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'email_opt_in'), ['course_id', 'email']) }}

),

final as (

    select
        'edx' as platform,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        {{ canonical_course_id('course_id') }} as course_id,
        is_opted_in_for_email,
        preference_set_datetime as preference_set_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
