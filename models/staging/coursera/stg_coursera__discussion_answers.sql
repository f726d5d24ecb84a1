{# One row per reply in a thread. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'discussion_answers'), ['discussion_answer_id']) }}

),

final as (

    select
        'coursera' as platform,
        discussion_answer_id,
        discussions_user_id,
        course_id,
        discussion_question_id,
        discussion_answer_parent_discussion_answer_id as parent_answer_id,
        on_demand_session_id as session_id,
        course_branch_id,
        discussion_answer_content as content,
        discussion_answer_created_ts as created_at,
        discussion_answer_updated_ts as updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
