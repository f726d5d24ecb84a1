select
    peer_submission_part_scores.peer_submission_id,
    peer_submission_part_scores.peer_assignment_id,
    count(*) as parts,
    sum(peer_submission_part_scores.peer_submission_part_score) as sum_of_parts,
    max(peer_submissions.peer_submission_score) as score
from coursera.peer_submission_part_scores
inner join coursera.peer_submissions
    on peer_submission_part_scores.peer_submission_id = peer_submissions.peer_submission_id
    and peer_submission_part_scores.peer_assignment_id = peer_submissions.peer_assignment_id
group by
    peer_submission_part_scores.peer_submission_id,
    peer_submission_part_scores.peer_assignment_id
