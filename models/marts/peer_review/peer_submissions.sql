with

submissions as (

    select * from {{ ref('int_peer_review__submissions') }}

),

reviews as (

    select * from {{ ref('int_peer_review__reviews') }}
    where review_kind is distinct from 'self'

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'peer_assignments'

),

review_counts as (

    select
        reviews.platform,
        reviews.peer_submission_id,
        count(*) as review_count,
        count(case when reviews.is_counted then 1 end) as counted_review_count,
        count(case when reviews.is_excess then 1 end) as excess_review_count
    from reviews
    group by reviews.platform, reviews.peer_submission_id

),

final as (

    select
        submissions.platform,
        submissions.peer_submission_id,
        submissions.peer_assignment_id,
        submissions.peer_assignment_base_id,
        submissions.peer_assignments_user_id,
        domain_ids.user_id,
        submissions.course_id,
        submissions.course_branch_id,
        submissions.item_id,
        submissions.submission_state,
        submissions.submission_state = 'live' as is_live,
        submissions.is_draft,
        submissions.is_removed,
        submissions.submission_state = 'replaced' as is_replaced,
        submissions.is_mentor_graded,
        {{ has_passed(
            'submissions.score', 'submissions.passing_fraction', 'submissions.max_score'
        ) }} as is_passed,
        submissions.assignment_version,
        submissions.score,
        submissions.max_score,
        coalesce(review_counts.review_count, 0) as review_count,
        coalesce(review_counts.counted_review_count, 0) as counted_review_count,
        coalesce(review_counts.excess_review_count, 0) as excess_review_count,
        {{ seconds_between('submissions.created_at', 'submissions.score_available_at') }}
            as waiting_seconds,
        submissions.created_at,
        submissions.removed_from_public_at as removed_at,
        submissions.score_available_at
    from submissions
    left join review_counts
        on submissions.platform = review_counts.platform
        and submissions.peer_submission_id = review_counts.peer_submission_id
    left join domain_ids
        on submissions.platform = domain_ids.platform
        and submissions.peer_assignments_user_id = domain_ids.domain_user_id

)

select * from final
