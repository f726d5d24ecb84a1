{# One row per rubric choice that a reviewer made. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_review_part_choices'), [
        'peer_assignment_id',
        'peer_assignment_review_schema_part_id',
        'peer_assignment_review_schema_part_option_id',
        'peer_review_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        peer_assignment_id,
        peer_assignment_review_schema_part_id as review_part_id,
        peer_assignment_review_schema_part_option_id as option_id,
        peer_review_id,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
