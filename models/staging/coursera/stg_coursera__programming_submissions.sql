{# One row per submission of a programming assignment. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'programming_submissions'), [
        'programming_submission_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        programming_submission_id,
        programming_assignment_id,
        programming_assignments_user_id,
        programming_submission_type as submission_type,
        programming_submission_grading_status as grading_status,
        programming_submission_is_auto_submission as is_auto_submission,
        programming_submission_score as score,
        programming_submission_created_ts as created_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
