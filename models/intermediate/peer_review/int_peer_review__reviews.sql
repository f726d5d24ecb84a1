{# One row per review of a submission: whether it counts, and where it stands among the submission's. #}
{{ config(materialized='table') }}

with

reviews as (

    select
        platform,
        peer_review_id,
        peer_submission_id,
        peer_assignments_user_id,
        case when is_mentor_review then 'staff' else 'peer' end as review_kind,
        true as may_be_excess,
        first_visible_to_submitter_at is not null as is_counted,
        is_mentor_review,
        rating,
        created_at,
        first_visible_to_submitter_at,
        marked_helpful_at
    from {{ ref('stg_coursera__peer_reviews') }}

    union all

    -- What staff or the author judged is not one of the reviews that a submission on edX waits for.
    select
        platform,
        peer_review_id,
        peer_submission_id,
        peer_assignments_user_id,
        review_kind,
        coalesce(review_kind = 'peer', false) as may_be_excess,
        is_counted,
        review_kind = 'staff' as is_mentor_review,
        cast(null as {{ dbt.type_bigint() }}) as rating,
        created_at,
        cast(null as {{ dbt.type_timestamp() }}) as first_visible_to_submitter_at,
        cast(null as {{ dbt.type_timestamp() }}) as marked_helpful_at
    from {{ ref('int_peer_review__edx_reviews') }}

),

submissions as (

    select * from {{ ref('int_peer_review__submissions') }}

),

placed_reviews as (

    select
        reviews.platform,
        reviews.peer_review_id,
        reviews.peer_submission_id,
        submissions.peer_assignment_id,
        submissions.peer_assignment_base_id,
        reviews.peer_assignments_user_id,
        reviews.review_kind,
        reviews.may_be_excess,
        reviews.is_counted,
        coalesce(
            reviews.first_visible_to_submitter_at > submissions.score_available_at, false
        ) as is_counted_after_score,
        coalesce(reviews.created_at > submissions.score_available_at, false) as is_late,
        reviews.is_mentor_review,
        row_number() over (
            partition by reviews.platform, reviews.peer_submission_id
            order by
                reviews.created_at asc nulls last,
                {{ byte_order('reviews.peer_review_id') }} asc
        ) as review_order,
        count(case when reviews.is_counted then 1 end) over (
            partition by reviews.platform, reviews.peer_submission_id
        ) as counted_review_count,
        reviews.rating,
        submissions.required_reviewer_count_for_score,
        {{ seconds_between('submissions.created_at', 'reviews.created_at') }}
            as seconds_from_submission,
        reviews.created_at,
        reviews.first_visible_to_submitter_at,
        reviews.marked_helpful_at,
        submissions.score_available_at
    from reviews
    left join submissions
        on reviews.platform = submissions.platform
        and reviews.peer_submission_id = submissions.peer_submission_id

),

final as (

    select
        placed_reviews.*,
        -- A review that does not count yet is not in excess while the submission waits for more.
        not placed_reviews.is_counted
        and placed_reviews.may_be_excess
        and (
            placed_reviews.score_available_at is not null
            or coalesce(
                placed_reviews.counted_review_count
                >= placed_reviews.required_reviewer_count_for_score,
                false
            )
        ) as is_excess
    from placed_reviews

)

select * from final
