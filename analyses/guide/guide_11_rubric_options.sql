{# The choices that a rubric part offers: one row per option. The printed query is right. Rubrics are
   content, which stays in staging. #}
with

options as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_part_options') }}

),

asked as (

    select
        peer_assignment_id,
        min(review_part_id) as review_part_id
    from options
    group by peer_assignment_id
    order by {{ byte_order('peer_assignment_id') }} desc
    limit 1

)

select
    options.peer_assignment_id,
    options.review_part_id as peer_assignment_review_schema_part_id,
    options.option_id as peer_assignment_review_schema_part_option_id,
    options.option_text as peer_assignment_review_schema_part_option_text,
    options.score as peer_assignment_review_schema_part_option_score
from options
inner join asked
    on options.peer_assignment_id = asked.peer_assignment_id
    and options.review_part_id = asked.review_part_id
