{# The settings of a version of a peer assignment: one row. The printed query is right. Settings are
   content, which stays in staging. #}
select
    peer_assignment_id,
    peer_assignment_base_id,
    assignment_type as peer_assignment_type,
    required_review_count as peer_assignment_required_review_count,
    passing_fraction as peer_assignment_passing_fraction,
    required_reviewer_count_for_score as peer_assignment_required_reviewer_count_for_score,
    required_wait_for_score_ms as peer_assignment_required_wait_for_score_ms,
    max_score as peer_assignment_maximum_score,
    updated_at as peer_assignment_update_ts,
    is_mentor_graded as peer_assignment_is_mentor_graded,
    is_anonymous as peer_assignment_is_anonymous
from {{ ref('stg_coursera__peer_assignments') }}
where peer_assignment_id = (select max(peer_assignment_id) from {{ ref('peer_submissions') }})
