{# One row per submission that a learner of a course run handed in for an open response assessment. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'submissions_submission'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as submission_row_id,
        replace(uuid, '-', '') as submission_uuid,
        cast(student_item_id as {{ dbt.type_string() }}) as student_item_id,
        file_course_id as course_id,
        status as submission_status,
        raw_answer,
        submitted_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
