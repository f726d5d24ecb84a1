{# One row per review, assignment version and rubric part that the reviewer judged by an option: one choice
   per part, the first by its id should an export repeat a part. #}
{{ config(materialized='table') }}

with

choices as (

    select
        platform,
        peer_review_id,
        peer_assignment_id,
        review_part_id,
        option_id
    from {{ ref('stg_coursera__peer_review_part_choices') }}

    union all

    select
        platform,
        peer_review_id,
        peer_assignment_id,
        review_part_id,
        option_id
    from {{ ref('int_peer_review__edx_choices') }}

),

reviews as (

    select * from {{ ref('int_peer_review__reviews') }}

),

rubric_parts as (

    select * from {{ ref('int_peer_review__rubric_parts') }}

),

rubric_options as (

    select * from {{ ref('int_peer_review__rubric_options') }}

),

ranked_choices as (

    select
        choices.*,
        row_number() over (
            partition by
                choices.platform,
                choices.peer_review_id,
                choices.peer_assignment_id,
                choices.review_part_id
            order by {{ byte_order('choices.option_id') }} asc
        ) as option_rank
    from choices

),

final as (

    select
        ranked_choices.platform,
        ranked_choices.peer_review_id,
        ranked_choices.peer_assignment_id,
        ranked_choices.review_part_id,
        reviews.peer_submission_id,
        reviews.peer_assignments_user_id,
        rubric_parts.submission_part_id,
        ranked_choices.option_id,
        coalesce(reviews.is_counted, false) as is_counted,
        coalesce(
            ranked_choices.peer_assignment_id = reviews.peer_assignment_id, false
        ) as is_of_submission_version,
        rubric_options.score,
        rubric_parts.max_score
    from ranked_choices
    left join reviews
        on ranked_choices.platform = reviews.platform
        and ranked_choices.peer_review_id = reviews.peer_review_id
    left join rubric_parts
        on ranked_choices.platform = rubric_parts.platform
        and ranked_choices.peer_assignment_id = rubric_parts.peer_assignment_id
        and ranked_choices.review_part_id = rubric_parts.review_part_id
    left join rubric_options
        on ranked_choices.platform = rubric_options.platform
        and ranked_choices.peer_assignment_id = rubric_options.peer_assignment_id
        and ranked_choices.review_part_id = rubric_options.review_part_id
        and ranked_choices.option_id = rubric_options.option_id
    where ranked_choices.option_rank = 1

)

select * from final
