{# One row per submission of a quiz: the main id of the learner, and the branch and item it was taken on. #}
with

attempts as (

    select * from {{ ref('int_assessments__attempts') }}

),

item_versions as (

    select * from {{ ref('int_assessments__item_versions') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'assessments'

),

session_stays as (

    select * from {{ ref('int_enrollments__session_stays') }}

),

known_attempts as (

    select
        attempts.platform,
        attempts.attempt_id,
        attempts.assessment_id,
        attempts.course_id,
        domain_ids.user_id,
        attempts.submitted_at
    from attempts
    left join domain_ids
        on attempts.platform = domain_ids.platform
        and attempts.assessments_user_id = domain_ids.domain_user_id

),

-- The branch that the learner was taught at the time: that of the session joined last before it.
ranked_stays as (

    select
        known_attempts.platform,
        known_attempts.attempt_id,
        session_stays.course_branch_id,
        row_number() over (
            partition by known_attempts.platform, known_attempts.attempt_id
            order by
                session_stays.joined_at desc,
                {{ byte_order('session_stays.session_id') }} desc
        ) as recency_rank
    from known_attempts
    inner join session_stays
        on known_attempts.platform = session_stays.platform
        and known_attempts.user_id = session_stays.user_id
        and known_attempts.course_id = session_stays.course_id
        and known_attempts.submitted_at >= session_stays.joined_at

),

-- Where the same version stands in several branches, only the learner can tell the branch.
candidates as (

    select
        known_attempts.platform,
        known_attempts.attempt_id,
        item_versions.course_branch_id,
        item_versions.item_id,
        known_attempts.user_id is not null
        and item_versions.course_branch_id
        = coalesce(ranked_stays.course_branch_id, known_attempts.course_id) as is_taught
    from known_attempts
    inner join item_versions
        on known_attempts.platform = item_versions.platform
        and known_attempts.assessment_id = item_versions.assessment_id
        and coalesce(known_attempts.course_id, item_versions.course_id) = item_versions.course_id
    left join ranked_stays
        on known_attempts.platform = ranked_stays.platform
        and known_attempts.attempt_id = ranked_stays.attempt_id
        and ranked_stays.recency_rank = 1

),

candidate_counts as (

    select
        candidates.platform,
        candidates.attempt_id,
        count(distinct candidates.course_branch_id) as branch_count,
        count(distinct candidates.item_id) as item_count,
        count(case when candidates.is_taught then 1 end) as taught_item_count,
        max(case when candidates.is_taught then candidates.course_branch_id end)
            as taught_branch_id,
        max(case when candidates.is_taught then candidates.item_id end) as taught_item_id,
        max(candidates.course_branch_id) as any_branch_id,
        max(candidates.item_id) as any_item_id
    from candidates
    group by candidates.platform, candidates.attempt_id

),

final as (

    select
        known_attempts.platform,
        known_attempts.attempt_id,
        known_attempts.user_id,
        case
            when candidate_counts.taught_item_count = 1 then candidate_counts.taught_item_id
            when
                candidate_counts.taught_item_count = 0 and candidate_counts.item_count = 1
                then candidate_counts.any_item_id
        end as item_id,
        case
            when candidate_counts.taught_item_count > 0 then candidate_counts.taught_branch_id
            when candidate_counts.branch_count = 1 then candidate_counts.any_branch_id
        end as course_branch_id
    from known_attempts
    left join candidate_counts
        on known_attempts.platform = candidate_counts.platform
        and known_attempts.attempt_id = candidate_counts.attempt_id

)

select * from final
