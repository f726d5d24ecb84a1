with

participants as (

    select * from {{ ref('int_peer_review__participants') }}

),

reviewers as (

    select * from {{ ref('int_peer_review__reviewers') }}

),

skip_counts as (

    select * from {{ ref('int_peer_review__skip_counts') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'peer_assignments'

),

final as (

    select
        participants.platform,
        participants.peer_assignments_user_id,
        participants.peer_assignment_id,
        participants.peer_assignment_base_id,
        domain_ids.user_id,
        participants.has_submitted,
        participants.all_versions_review_count >= participants.required_review_count
            as met_requirement,
        participants.required_review_count,
        participants.all_versions_review_count,
        coalesce(reviewers.review_count, 0) as review_count,
        coalesce(reviewers.counted_review_count, 0) as counted_review_count,
        coalesce(reviewers.excess_review_count, 0) as excess_review_count,
        coalesce(reviewers.late_review_count, 0) as late_review_count,
        coalesce(reviewers.mentor_review_count, 0) as mentor_review_count,
        coalesce(skip_counts.skip_count, 0) as skip_count,
        coalesce(skip_counts.inappropriate_skip_count, 0) as inappropriate_skip_count,
        coalesce(skip_counts.incomplete_skip_count, 0) as incomplete_skip_count,
        coalesce(skip_counts.plagiarism_skip_count, 0) as plagiarism_skip_count,
        coalesce(skip_counts.other_skip_count, 0) as other_skip_count,
        reviewers.median_seconds_to_review,
        reviewers.leniency
    from participants
    left join reviewers
        on participants.platform = reviewers.platform
        and participants.peer_assignments_user_id = reviewers.peer_assignments_user_id
        and participants.peer_assignment_id = reviewers.peer_assignment_id
    left join skip_counts
        on participants.platform = skip_counts.platform
        and participants.peer_assignments_user_id = skip_counts.peer_assignments_user_id
        and participants.peer_assignment_id = skip_counts.peer_assignment_id
    left join domain_ids
        on participants.platform = domain_ids.platform
        and participants.peer_assignments_user_id = domain_ids.domain_user_id

)

select * from final
