{# One row per account and course run whose file lists it. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'auth_user'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        nullif(trim(username), '') as username,
        nullif(trim(email), '') as email,
        nullif(trim(first_name), '') as first_name,
        nullif(trim(last_name), '') as last_name,
        date_joined as joined_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
