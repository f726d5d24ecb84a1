{# One row per question answered in a submission. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_responses'), ['assessment_response_id']) }}

),

final as (

    select
        'coursera' as platform,
        assessment_response_id as response_id,
        assessment_id,
        assessment_action_id as attempt_id,
        assessment_question_id as question_id,
        assessment_action_version as attempt_version,
        assessment_response_score as score,
        assessment_response_weighted_score as weighted_score,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
