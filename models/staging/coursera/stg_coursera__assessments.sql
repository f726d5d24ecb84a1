{# One row per version of a quiz. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessments'), ['assessment_id']) }}

),

final as (

    select
        'coursera' as platform,
        assessment_id,
        assessment_base_id,
        assessment_type_id,
        assessment_feedback_configuration as feedback_configuration,
        assessment_version as version,
        assessment_passing_fraction as passing_fraction,
        assessment_update_ts as updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
