{# One row per change of a person's vote on a reply; the latest row is the vote in force. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'discussion_answer_votes'), [
        'discussions_user_id',
        'discussion_answer_id',
        'discussion_answer_vote_ts',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        discussions_user_id,
        discussion_answer_id,
        discussion_answer_vote_ts as voted_at,
        course_id,
        on_demand_session_id as session_id,
        course_branch_id,
        discussion_answer_vote_value as vote_value,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
