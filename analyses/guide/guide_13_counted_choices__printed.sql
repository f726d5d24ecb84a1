{# The guide's example "choices that count for a rubric part of a submission": meant to be one row per
   counted review. WRONG when the rubric was edited in between: the id of a part is unique only inside a
   version of the assignment, and a reviewer who judged by another version than the submission's has
   choices under the same part id. They are in these rows, but not in the score. #}
with

-- The guide writes the ids of a submission and a part of its own export; this submission is one that was
-- judged by the most versions.
asked as (

    select
        reviews.peer_submission_id,
        min(choices.peer_assignment_review_schema_part_id) as part_id
    from {{ source('coursera', 'peer_reviews') }} as reviews
    inner join {{ source('coursera', 'peer_review_part_choices') }} as choices
        on reviews.peer_review_id = choices.peer_review_id
    where reviews.peer_review_first_visible_to_submitter_ts is not null
    group by reviews.peer_submission_id
    order by
        count(distinct choices.peer_assignment_id) desc,
        {{ byte_order('reviews.peer_submission_id') }}
    limit 1

)

select choices.*
from {{ source('coursera', 'peer_review_part_choices') }} as choices
inner join asked
    on choices.peer_assignment_review_schema_part_id = asked.part_id
where
    choices.peer_review_id in (
        select reviews.peer_review_id
        from {{ source('coursera', 'peer_reviews') }} as reviews
        inner join asked as asked_submission
            on reviews.peer_submission_id = asked_submission.peer_submission_id
        where reviews.peer_review_first_visible_to_submitter_ts is not null
    )
