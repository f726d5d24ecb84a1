{# One row per text that a reviewer wrote for a rubric part. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_review_part_free_responses'), [
        'peer_assignment_id',
        'peer_assignment_review_schema_part_id',
        'peer_review_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        peer_review_id,
        peer_assignment_id,
        peer_assignment_review_schema_part_id as review_part_id,
        peer_review_part_free_response_text as response_text,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
