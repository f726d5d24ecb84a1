{# One row per submission of a course run that takes part in peer assessment. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'assessment_peerworkflow'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as peer_workflow_id,
        replace(submission_uuid, '-', '') as submission_uuid,
        student_id as anonymous_user_id,
        file_course_id as course_id,
        item_id as block_id,
        created_at,
        completed_at,
        grading_completed_at,
        cancelled_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
