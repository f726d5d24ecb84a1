{# One row per saved draft or submission; drafts, removed and live submissions stand together. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_submissions'), ['peer_submission_id']) }}

),

final as (

    select
        'coursera' as platform,
        peer_submission_id,
        peer_assignment_id,
        peer_assignments_user_id,
        peer_submission_title as title,
        peer_submission_is_draft as is_draft,
        peer_submission_is_mentor_graded as is_mentor_graded,
        peer_submission_score as score,
        peer_submission_created_ts as created_at,
        peer_submission_removed_from_public_ts as removed_from_public_at,
        peer_submission_score_available_ts as score_available_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
