{# The guide's example "the choices that a rubric part offers": one row per option. Right. #}
with

-- The guide writes the ids of an assignment and a part of its own export.
asked as (

    select
        peer_assignment_id,
        min(peer_assignment_review_schema_part_id) as part_id
    from {{ source('coursera', 'peer_assignment_review_schema_part_options') }}
    group by peer_assignment_id
    order by {{ byte_order('peer_assignment_id') }} desc
    limit 1

)

select options.*
from {{ source('coursera', 'peer_assignment_review_schema_part_options') }} as options
inner join asked
    on options.peer_assignment_id = asked.peer_assignment_id
    and options.peer_assignment_review_schema_part_id = asked.part_id
