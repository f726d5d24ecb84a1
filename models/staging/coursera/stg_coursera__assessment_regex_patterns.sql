{# One row per regular expression that a typed answer is compared with. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_regex_patterns'), [
        'assessment_question_id',
        'assessment_pattern_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_question_id as question_id,
        assessment_pattern_id as pattern_id,
        assessment_pattern_regex as regex,
        assessment_pattern_feedback as feedback,
        assessment_pattern_correct as is_correct,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
