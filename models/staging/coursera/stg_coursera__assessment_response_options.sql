{# One row per choice that a learner was shown with a question. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_response_options'), [
        'assessment_response_id',
        'assessment_option_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_response_id as response_id,
        assessment_option_id as option_id,
        assessment_response_feedback as feedback,
        assessment_response_correct as is_correct,
        assessment_response_selected as is_selected,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
