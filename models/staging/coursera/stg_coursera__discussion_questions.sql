{# One row per thread: its opening post. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'discussion_questions'), ['discussion_question_id']) }}

),

final as (

    select
        'coursera' as platform,
        discussion_question_id,
        discussions_user_id,
        course_id,
        course_module_id as module_id,
        course_item_id as item_id,
        discussion_forum_id as forum_id,
        group_id,
        discussion_question_title as title,
        discussion_question_details as details,
        discussion_question_context_type as context_type,
        country_cd,
        discussion_question_created_ts as created_at,
        discussion_question_updated_ts as updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
