{# The guide's example "settings of a peer assignment": one row. Right. #}
select *
from {{ source('coursera', 'peer_assignments') }}
where
    -- The guide writes an id of its own export here.
    peer_assignment_id = (
        select max(peer_assignment_id) from {{ source('coursera', 'peer_submissions') }}
    )
