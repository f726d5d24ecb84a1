{# One row per part of an assignment version; each part is scored on its own. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'programming_assignment_submission_schema_parts'), [
        'programming_assignment_id',
        'programming_assignment_submission_schema_part_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        programming_assignment_id,
        programming_assignment_submission_schema_part_id as part_id,
        programming_assignment_submission_schema_part_title as title,
        programming_assignment_submission_schema_part_type as part_type,
        programming_assignment_submission_schema_part_is_optional as is_optional,
        programming_assignment_submission_schema_part_order as part_order,
        programming_assignment_submission_schema_part_max_score as max_score,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
