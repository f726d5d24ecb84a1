{# One row per submission that a learner declined to review because something was wrong with it. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_skips'), ['peer_skip_id']) }}

),

final as (

    select
        'coursera' as platform,
        peer_skip_id,
        peer_submission_id,
        peer_assignments_user_id,
        peer_skip_type as skip_reason,
        peer_skip_text as skip_text,
        peer_skip_created_ts as created_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
