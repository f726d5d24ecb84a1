{# What a peer assignment asks learners to hand in: one row per part, and how many submissions answer it.
   The printed query is right. Prompts are content that no model needs, so they come from the export. #}
with

prompts as (

    select * from {{ source('coursera', 'peer_assignment_submission_schema_parts') }}

),

answer_counts as (

    select
        peer_assignment_id,
        submission_part_id,
        count(*) as answer_count
    from {{ ref('peer_answers__texts') }}
    where platform = 'coursera'
    group by peer_assignment_id, submission_part_id

)

select
    prompts.peer_assignment_id,
    prompts.peer_assignment_submission_schema_part_id,
    prompts.peer_assignment_submission_schema_part_type,
    prompts.peer_assignment_submission_schema_part_order,
    prompts.peer_assignment_submission_schema_part_prompt,
    coalesce(answer_counts.answer_count, 0) as answer_count
from prompts
left join answer_counts
    on prompts.peer_assignment_id = answer_counts.peer_assignment_id
    and prompts.peer_assignment_submission_schema_part_id = answer_counts.submission_part_id
where
    prompts.peer_assignment_id = (
        select max(peer_assignment_id) from {{ ref('peer_submissions') }}
    )
order by prompts.peer_assignment_submission_schema_part_order
