{# One row per version of a question. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_questions'), ['assessment_question_id']) }}

),

final as (

    select
        'coursera' as platform,
        assessment_question_id as question_id,
        assessment_question_base_id as question_base_id,
        assessment_question_type_id,
        assessment_question_prompt as prompt,
        assessment_question_version as version,
        assessment_question_update_ts as updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
