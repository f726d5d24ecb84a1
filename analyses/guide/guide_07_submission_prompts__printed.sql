{# The guide's example "what a peer assignment asks learners to hand in": one row per part. Right. #}
select *
from {{ source('coursera', 'peer_assignment_submission_schema_parts') }}
where
    -- The guide writes an id of its own export here.
    peer_assignment_id = (
        select max(peer_assignment_id) from {{ source('coursera', 'peer_submissions') }}
    )
order by peer_assignment_submission_schema_part_order
