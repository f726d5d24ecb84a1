{# One row per rubric part that was scored in a submission: the median over the reviews that count. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_submission_part_scores'), [
        'peer_assignment_id',
        'peer_assignment_review_schema_part_id',
        'peer_submission_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        peer_assignment_id,
        peer_assignment_review_schema_part_id as review_part_id,
        peer_submission_id,
        peer_submission_part_score as score,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
