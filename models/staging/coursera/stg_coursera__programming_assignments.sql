{# One row per version of a programming assignment. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'programming_assignments'), [
        'programming_assignment_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        programming_assignment_id,
        programming_assignment_base_id,
        programming_assignment_type as assignment_type,
        programming_assignment_submission_type as submission_type,
        programming_assignment_instruction_text as instruction_text,
        programming_assignment_submission_builder_schema_type as submission_builder_schema_type,
        programming_assignment_submission_builder_schema as submission_builder_schema,
        programming_assignment_passing_fraction as passing_fraction,
        programming_assignment_update_ts as updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
