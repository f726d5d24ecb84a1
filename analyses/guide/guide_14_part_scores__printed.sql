{# The guide's example "scores of the rubric parts of a submission": one row per scored part. Right. #}
select *
from {{ source('coursera', 'peer_submission_part_scores') }}
where
    -- The guide writes an id of its own export here.
    peer_submission_id = (
        select min(peer_submission_id) from {{ source('coursera', 'peer_submission_part_scores') }}
    )
