{# One row per part on a grading machine: its run of the marking program. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'programming_submission_part_grid_grading_statuses'), [
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
        programming_submission_part_grid_grading_status_jzmjz1 as run_status,
        programming_submission_part_grid_grading_status_x21exo as run_started_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
