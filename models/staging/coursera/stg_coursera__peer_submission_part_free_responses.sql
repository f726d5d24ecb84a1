{# One row per text that was handed in as a part of a submission. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_submission_part_free_responses'), [
        'peer_assignment_id',
        'peer_assignment_submission_schema_part_id',
        'peer_submission_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        peer_submission_id,
        peer_assignment_id,
        peer_assignment_submission_schema_part_id as submission_part_id,
        peer_submission_part_free_response_text as answer_text,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
