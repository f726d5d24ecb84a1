{# One row per report of a thread to the moderators, and per settlement of one. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'discussion_question_flags'), [
        'discussions_user_id',
        'discussion_question_id',
        'discussion_question_flag_ts',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        discussions_user_id,
        discussion_question_id,
        discussion_question_flag_ts as flagged_at,
        course_id,
        on_demand_session_id as session_id,
        course_branch_id,
        discussion_question_flag_active as is_flagged,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
