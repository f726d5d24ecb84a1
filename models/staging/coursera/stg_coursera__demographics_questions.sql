{# One row per question of the survey, questions about plans included. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'demographics_questions'), ['question_id']) }}

),

final as (

    select
        'coursera' as platform,
        question_id,
        question_type_id,
        question_desc as question_text,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
