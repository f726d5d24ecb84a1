{# One row per change of whether a person follows a thread. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'discussion_question_followings'),
        ['discussions_user_id', 'discussion_question_id', 'discussion_question_following_ts'],
        nullable=['discussion_question_following_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        discussions_user_id,
        discussion_question_id,
        discussion_question_following_ts as followed_at,
        course_id,
        on_demand_session_id as session_id,
        course_branch_id,
        discussion_question_following_active as is_following,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
