{# One row per submission of a course run on its way to a score. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'workflow_assessmentworkflow'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as workflow_id,
        replace(submission_uuid, '-', '') as submission_uuid,
        file_course_id as course_id,
        item_id as block_id,
        status as workflow_status,
        status_changed as status_changed_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
