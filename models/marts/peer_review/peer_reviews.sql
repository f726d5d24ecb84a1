with

reviews as (

    select * from {{ ref('int_peer_review__reviews') }}

),

choices as (

    select * from {{ ref('int_peer_review__choices') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'peer_assignments'

),

choice_sums as (

    select
        choices.platform,
        choices.peer_review_id,
        count(*) as choice_count,
        sum(choices.score) as chosen_score,
        sum(case when choices.score is not null then choices.max_score end) as choosable_score
    from choices
    group by choices.platform, choices.peer_review_id

),

final as (

    select
        reviews.platform,
        reviews.peer_review_id,
        reviews.peer_submission_id,
        reviews.peer_assignment_id,
        reviews.peer_assignment_base_id,
        reviews.peer_assignments_user_id,
        domain_ids.user_id,
        reviews.review_kind,
        reviews.is_counted,
        reviews.is_excess,
        reviews.is_late,
        reviews.is_mentor_review,
        reviews.marked_helpful_at is not null as is_marked_helpful,
        cast(reviews.review_order as {{ dbt.type_bigint() }}) as review_order,
        coalesce(choice_sums.choice_count, 0) as choice_count,
        choice_sums.chosen_score,
        {{ safe_divide('choice_sums.chosen_score', 'choice_sums.choosable_score') }}
            as chosen_score_fraction,
        reviews.rating,
        reviews.seconds_from_submission,
        reviews.created_at,
        reviews.first_visible_to_submitter_at
    from reviews
    left join choice_sums
        on reviews.platform = choice_sums.platform
        and reviews.peer_review_id = choice_sums.peer_review_id
    left join domain_ids
        on reviews.platform = domain_ids.platform
        and reviews.peer_assignments_user_id = domain_ids.domain_user_id

)

select * from final
