{# One row per review of a submission; a reviewer judges a submission at most once. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_reviews'), ['peer_review_id']) }}

),

final as (

    select
        'coursera' as platform,
        peer_review_id,
        peer_submission_id,
        peer_assignments_user_id,
        peer_review_is_mentor_review as is_mentor_review,
        peer_review_rating as rating,
        peer_review_created_ts as created_at,
        peer_review_first_visible_to_submitter_ts as first_visible_to_submitter_at,
        peer_review_marked_helpful_ts as marked_helpful_at,
        peer_review_rated_ts as rated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
