{# One row per typed answer and the pattern that it matched. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_response_patterns'), [
        'assessment_response_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_response_id as response_id,
        assessment_pattern_id as pattern_id,
        assessment_response_answer as answer,
        assessment_response_feedback as feedback,
        assessment_response_correct as is_correct,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
