{# One row per part of a submission. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'programming_submission_parts'), [
        'programming_assignment_id',
        'programming_assignment_submission_schema_part_id',
        'programming_submission_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        programming_assignment_id,
        programming_assignment_submission_schema_part_id as part_id,
        programming_submission_id,
        programming_submission_part_type as part_type,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
