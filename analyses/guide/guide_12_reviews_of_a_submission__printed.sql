{# The guide's example "reviews that a submission received": one row per review. Right. #}
select *
from {{ source('coursera', 'peer_reviews') }}
where
    -- The guide writes an id of its own export here.
    peer_submission_id = (select max(peer_submission_id) from {{ source('coursera', 'peer_reviews') }})
order by peer_review_created_ts
