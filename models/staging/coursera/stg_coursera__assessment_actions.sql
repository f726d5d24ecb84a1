{# One row per submission of a quiz by a learner. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_actions'), ['assessment_action_id']) }}

),

final as (

    select
        'coursera' as platform,
        assessment_action_id as attempt_id,
        assessment_action_base_id as attempt_base_id,
        assessment_id,
        assessment_scope_id as scope_id,
        assessment_scope_type_id as scope_type_id,
        guest_user_id,
        assessments_user_id,
        assessment_action_version as attempt_version,
        assessment_action_ts as submitted_at,
        assessment_action_start_ts as started_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
