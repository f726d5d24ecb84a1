{# One row per choice that a question version offers. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_options'), [
        'assessment_question_id',
        'assessment_option_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_question_id as question_id,
        assessment_option_id as option_id,
        assessment_option_display as display,
        assessment_option_feedback as feedback,
        assessment_option_correct as is_correct,
        assessment_option_index as option_index,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
