{# One row per answer that a question offers. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'demographics_choices'), ['question_id', 'choice_id']) }}

),

final as (

    select
        'coursera' as platform,
        question_id,
        choice_id,
        choice_desc as choice_text,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
