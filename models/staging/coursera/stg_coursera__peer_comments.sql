{# One row per comment on a submission outside the rubric. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_comments'), ['peer_comment_id']) }}

),

final as (

    select
        'coursera' as platform,
        peer_comment_id,
        peer_submission_id,
        peer_assignments_user_id,
        peer_comment_text as comment_text,
        peer_comment_created_ts as created_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
