{# The guide's example "a learner's answer to a part of a peer assignment": one row. Right. #}
with

-- The guide writes the ids of an assignment, a submission and a part of its own export.
asked as (

    select
        peer_assignment_id,
        peer_submission_id,
        min(peer_assignment_submission_schema_part_id) as part_id
    from {{ source('coursera', 'peer_submission_part_free_responses') }}
    group by peer_assignment_id, peer_submission_id
    order by {{ byte_order('peer_submission_id') }}
    limit 1

)

select answers.*
from {{ source('coursera', 'peer_submission_part_free_responses') }} as answers
inner join asked
    on answers.peer_assignment_id = asked.peer_assignment_id
    and answers.peer_submission_id = asked.peer_submission_id
    and answers.peer_assignment_submission_schema_part_id = asked.part_id
