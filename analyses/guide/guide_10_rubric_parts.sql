{# What a peer assignment asks reviewers: one row per rubric part, in order. The printed query is right.
   Rubrics are content, which stays in staging. #}
select
    peer_assignment_id,
    review_part_id as peer_assignment_review_schema_part_id,
    part_type as peer_assignment_review_schema_part_type,
    part_order as peer_assignment_review_schema_part_order,
    prompt as peer_assignment_review_schema_part_prompt,
    max_score as peer_assignment_review_schema_part_maximum_score,
    submission_part_id as peer_assignment_submission_schema_part_id
from {{ ref('stg_coursera__peer_assignment_review_schema_parts') }}
where peer_assignment_id = (select max(peer_assignment_id) from {{ ref('peer_submissions') }})
order by part_order
