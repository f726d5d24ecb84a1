{# One row per choice that a rubric part offers to reviewers. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_assignment_review_schema_part_options'), [
        'peer_assignment_id',
        'peer_assignment_review_schema_part_id',
        'peer_assignment_review_schema_part_option_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        peer_assignment_id,
        peer_assignment_review_schema_part_id as review_part_id,
        peer_assignment_review_schema_part_option_id as option_id,
        peer_assignment_review_schema_part_option_text as option_text,
        peer_assignment_review_schema_part_option_score as score,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
