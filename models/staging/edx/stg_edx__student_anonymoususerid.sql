{# One row per anonymous id of a person in a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'student_anonymoususerid'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        anonymous_user_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
