with

choices as (

    select * from {{ ref('int_peer_review__choices') }}

),

part_scores as (

    select * from {{ ref('peer_submissions_parts__scores') }}

),

final as (

    select
        choices.platform,
        choices.peer_review_id,
        choices.peer_assignment_id,
        choices.review_part_id,
        choices.peer_submission_id,
        choices.peer_assignments_user_id,
        choices.submission_part_id,
        choices.option_id,
        choices.is_counted,
        choices.is_of_submission_version,
        choices.score,
        choices.max_score,
        part_scores.recomputed_score as median_score,
        choices.score - part_scores.recomputed_score as difference_to_median
    from choices
    left join part_scores
        on choices.platform = part_scores.platform
        and choices.peer_submission_id = part_scores.peer_submission_id
        and choices.peer_assignment_id = part_scores.peer_assignment_id
        and choices.review_part_id = part_scores.review_part_id

)

select * from final
