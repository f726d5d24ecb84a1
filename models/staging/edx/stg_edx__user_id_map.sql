{# One row per anonymous id that holds in all courses and course run whose file lists it. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'user_id_map'), ['file_course_id', 'hash_id']) }}

),

final as (

    select
        'edx' as platform,
        hash_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
