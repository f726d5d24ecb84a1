{# The scores of the rubric parts of a submission: one row per scored part. The printed query is right;
   here each exported score stands beside the one that the reviews come to. #}
with

scored_parts as (

    select * from {{ ref('peer_submissions_parts__scores') }}
    where platform = 'coursera' and exported_score is not null

)

select
    peer_assignment_id,
    review_part_id as peer_assignment_review_schema_part_id,
    peer_submission_id,
    exported_score as peer_submission_part_score,
    recomputed_score
from scored_parts
where
    peer_submission_id = (
        select min(asked.peer_submission_id) from scored_parts as asked
    )
