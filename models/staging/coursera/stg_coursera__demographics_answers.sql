{# One row per answer of a person; a question that allows several answers leaves one row for each. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'demographics_answers'),
        ['question_id', 'demographics_user_id', 'submission_ts', 'choice_id'],
        nullable=['choice_id'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        question_id,
        demographics_user_id,
        submission_ts as answered_at,
        choice_id,
        answer_int as answer_number,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
