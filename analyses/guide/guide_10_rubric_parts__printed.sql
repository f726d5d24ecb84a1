{# The guide's example "what a peer assignment asks reviewers": one row per rubric part. Right. #}
select *
from {{ source('coursera', 'peer_assignment_review_schema_parts') }}
where
    -- The guide writes an id of its own export here.
    peer_assignment_id = (
        select max(peer_assignment_id) from {{ source('coursera', 'peer_submissions') }}
    )
