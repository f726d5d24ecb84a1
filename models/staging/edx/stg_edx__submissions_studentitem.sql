{# One row per learner and block of a course run that takes submissions. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'submissions_studentitem'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as student_item_id,
        student_id as anonymous_user_id,
        file_course_id as course_id,
        item_id as block_id,
        item_type,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
