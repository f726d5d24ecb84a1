{# One row per learner and peer assignment version that the learner reviewed: how much, how fast, how
   strictly. #}
with

reviews as (

    select * from {{ ref('int_peer_review__reviews') }}
    where peer_assignment_id is not null and review_kind is distinct from 'self'

),

choices as (

    select * from {{ ref('peer_reviews_parts__choices') }}

),

review_strictness as (

    select
        choices.platform,
        choices.peer_review_id,
        count(choices.difference_to_median) as compared_choice_count,
        sum(
            {{ safe_divide('choices.difference_to_median', 'choices.max_score') }}
        ) as difference_sum
    from choices
    where choices.max_score > 0
    group by choices.platform, choices.peer_review_id

),

final as (

    select
        reviews.platform,
        reviews.peer_assignments_user_id,
        reviews.peer_assignment_id,
        reviews.peer_assignment_base_id,
        count(*) as review_count,
        count(case when reviews.is_counted then 1 end) as counted_review_count,
        count(case when reviews.is_excess then 1 end) as excess_review_count,
        count(case when reviews.is_late then 1 end) as late_review_count,
        count(case when reviews.is_mentor_review then 1 end) as mentor_review_count,
        {{ median('reviews.seconds_from_submission') }} as median_seconds_to_review,
        {{ safe_divide(
            'sum(review_strictness.difference_sum)',
            'sum(review_strictness.compared_choice_count)'
        ) }} as leniency
    from reviews
    left join review_strictness
        on reviews.platform = review_strictness.platform
        and reviews.peer_review_id = review_strictness.peer_review_id
    where reviews.peer_assignments_user_id is not null
    group by
        reviews.platform,
        reviews.peer_assignments_user_id,
        reviews.peer_assignment_id,
        reviews.peer_assignment_base_id

)

select * from final
