{# One row per learner and peer assignment version that the learner saved work for, reviewed or declined to
   review: what the learner owes to the assignment as a whole. #}
with

submissions as (

    select * from {{ ref('int_peer_review__submissions') }}
    where peer_assignments_user_id is not null

),

reviewers as (

    select * from {{ ref('int_peer_review__reviewers') }}

),

skip_counts as (

    select * from {{ ref('int_peer_review__skip_counts') }}
    where peer_assignments_user_id is not null

),

assignments as (

    select * from {{ ref('int_peer_review__assignments') }}

),

participants as (

    select platform, peer_assignments_user_id, peer_assignment_id from submissions
    union
    select platform, peer_assignments_user_id, peer_assignment_id from reviewers
    union
    select platform, peer_assignments_user_id, peer_assignment_id from skip_counts

),

authors as (

    select
        submissions.platform,
        submissions.peer_assignments_user_id,
        submissions.peer_assignment_base_id
    from submissions
    where not submissions.is_draft
    group by
        submissions.platform,
        submissions.peer_assignments_user_id,
        submissions.peer_assignment_base_id

),

review_sums as (

    select
        reviewers.platform,
        reviewers.peer_assignments_user_id,
        reviewers.peer_assignment_base_id,
        sum(reviewers.review_count) as review_count
    from reviewers
    group by
        reviewers.platform,
        reviewers.peer_assignments_user_id,
        reviewers.peer_assignment_base_id

),

known_participants as (

    select
        participants.platform,
        participants.peer_assignments_user_id,
        participants.peer_assignment_id,
        {{ base_id_of(
            'assignments.peer_assignment_base_id', 'participants.peer_assignment_id'
        ) }} as peer_assignment_base_id,
        assignments.required_review_count
    from participants
    left join assignments
        on participants.platform = assignments.platform
        and participants.peer_assignment_id = assignments.peer_assignment_id
    where participants.peer_assignment_id is not null

),

final as (

    select
        known_participants.platform,
        known_participants.peer_assignments_user_id,
        known_participants.peer_assignment_id,
        known_participants.peer_assignment_base_id,
        authors.peer_assignments_user_id is not null as has_submitted,
        known_participants.required_review_count,
        cast(coalesce(review_sums.review_count, 0) as {{ dbt.type_bigint() }})
            as all_versions_review_count
    from known_participants
    left join authors
        on known_participants.platform = authors.platform
        and known_participants.peer_assignments_user_id = authors.peer_assignments_user_id
        and known_participants.peer_assignment_base_id = authors.peer_assignment_base_id
    left join review_sums
        on known_participants.platform = review_sums.platform
        and known_participants.peer_assignments_user_id = review_sums.peer_assignments_user_id
        and known_participants.peer_assignment_base_id = review_sums.peer_assignment_base_id

)

select * from final
