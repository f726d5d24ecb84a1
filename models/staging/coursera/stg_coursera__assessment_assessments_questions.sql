{# One row per place of a question in a quiz version. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_assessments_questions'), [
        'assessment_id',
        'assessment_question_id',
        'assessment_question_internal_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_id,
        assessment_question_id as question_id,
        assessment_question_internal_id as question_internal_id,
        assessment_question_extra_credit as is_extra_credit,
        assessment_question_cuepoint as cuepoint,
        assessment_question_order as question_order,
        assessment_question_weight as weight,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
