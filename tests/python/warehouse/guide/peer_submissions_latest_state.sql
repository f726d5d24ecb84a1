select
    peer_assignment_id,
    count(*) filter (where peer_submission_is_draft) as drafts,
    count(*) filter (where not peer_submission_is_draft) as submitted,
    count(*) filter (
        where not peer_submission_is_draft and peer_submission_removed_from_public_ts is null
    ) as submitted_and_current,
    count(peer_submission_score) as scored,
    avg(peer_submission_score) as avg_score
from coursera.peer_submissions
group by peer_assignment_id
