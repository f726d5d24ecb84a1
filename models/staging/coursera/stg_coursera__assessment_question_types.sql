{# One row per kind of question. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_question_types'), [
        'assessment_question_type_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        assessment_question_type_id,
        assessment_question_type_desc as question_type_desc,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
