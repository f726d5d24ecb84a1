{# The reviews that a submission received: one row per review. The printed query is right; here each row
   says whether the review counted for the score, and what it came to. #}
select
    peer_review_id,
    peer_submission_id,
    peer_assignments_user_id,
    created_at as peer_review_created_ts,
    first_visible_to_submitter_at as peer_review_first_visible_to_submitter_ts,
    rating as peer_review_rating,
    is_mentor_review as peer_review_is_mentor_review,
    is_counted,
    chosen_score
from {{ ref('peer_reviews') }}
where
    platform = 'coursera'
    and peer_submission_id = (select max(peer_submission_id) from {{ ref('peer_reviews') }})
order by created_at
