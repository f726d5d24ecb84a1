{# The choices that count for a rubric part of a submission: one row per counted review. The printed query
   also holds choices that reviewers made by another version of the rubric, whose parts bear the same ids. #}
with

counted_choices as (

    select * from {{ ref('peer_reviews_parts__choices') }}
    where platform = 'coursera' and is_counted

),

asked as (

    select
        peer_submission_id,
        min(review_part_id) as review_part_id
    from counted_choices
    group by peer_submission_id
    order by
        count(distinct peer_assignment_id) desc,
        {{ byte_order('peer_submission_id') }}
    limit 1

)

select
    counted_choices.peer_assignment_id,
    counted_choices.review_part_id as peer_assignment_review_schema_part_id,
    counted_choices.option_id as peer_assignment_review_schema_part_option_id,
    counted_choices.peer_review_id,
    counted_choices.score
from counted_choices
inner join asked
    on counted_choices.peer_submission_id = asked.peer_submission_id
    and counted_choices.review_part_id = asked.review_part_id
where counted_choices.is_of_submission_version
