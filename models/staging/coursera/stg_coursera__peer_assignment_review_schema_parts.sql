{# One row per rubric part: one thing that reviewers judge. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_assignment_review_schema_parts'), [
        'peer_assignment_id',
        'peer_assignment_review_schema_part_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        peer_assignment_id,
        peer_assignment_review_schema_part_id as review_part_id,
        peer_assignment_submission_schema_part_id as submission_part_id,
        peer_assignment_review_schema_part_type as part_type,
        peer_assignment_review_schema_part_prompt as prompt,
        peer_assignment_review_schema_part_order as part_order,
        peer_assignment_review_schema_part_maximum_score as max_score,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
