{# One row per number or interval that a typed number is compared with. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_single_numeric_patterns'), [
        'assessment_question_id',
        'assessment_pattern_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_question_id as question_id,
        assessment_pattern_id as pattern_id,
        assessment_pattern_feedback as feedback,
        assessment_pattern_type_id as pattern_type_id,
        assessment_pattern_correct as is_correct,
        assessment_pattern_include_min as includes_minimum,
        assessment_pattern_include_max as includes_maximum,
        assessment_pattern_value as exact_value,
        assessment_pattern_min as minimum,
        assessment_pattern_max as maximum,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
