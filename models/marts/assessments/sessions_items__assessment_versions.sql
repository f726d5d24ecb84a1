with

sessions as (

    select * from {{ ref('course_sessions') }}

),

item_versions as (

    select * from {{ ref('int_assessments__item_versions') }}

),

attempts as (

    select * from {{ ref('int_assessments__attempts') }}

),

session_versions as (

    select
        sessions.platform,
        sessions.session_id,
        sessions.course_id,
        sessions.course_branch_id,
        sessions.starts_at,
        sessions.ends_at,
        item_versions.item_id,
        item_versions.assessment_id,
        item_versions.assessment_base_id,
        item_versions.is_latest_version,
        item_versions.version_rank,
        item_versions.assessment_version
    from sessions
    inner join item_versions
        on sessions.platform = item_versions.platform
        and sessions.course_branch_id = item_versions.course_branch_id
    where sessions.course_id is not null

),

-- The time of an attempt tells the session, not its learner: this holds without identity.
attempt_counts as (

    select
        session_versions.platform,
        session_versions.session_id,
        session_versions.item_id,
        session_versions.assessment_id,
        count(*) as attempt_count,
        count(distinct attempts.assessments_user_id) as learner_count,
        min(attempts.submitted_at) as first_submitted_at,
        max(attempts.submitted_at) as last_submitted_at
    from session_versions
    inner join attempts
        on session_versions.platform = attempts.platform
        and session_versions.course_id = attempts.course_id
        and session_versions.assessment_id = attempts.assessment_id
        and attempts.submitted_at between session_versions.starts_at and session_versions.ends_at
    group by
        session_versions.platform,
        session_versions.session_id,
        session_versions.item_id,
        session_versions.assessment_id

),

final as (

    select
        session_versions.platform,
        session_versions.session_id,
        session_versions.course_id,
        session_versions.item_id,
        session_versions.assessment_id,
        session_versions.assessment_base_id,
        session_versions.course_branch_id,
        row_number() over (
            partition by
                session_versions.platform,
                session_versions.session_id,
                session_versions.item_id
            order by
                coalesce(attempt_counts.attempt_count, 0) desc,
                session_versions.version_rank asc
        ) = 1 as is_live_version,
        session_versions.is_latest_version,
        session_versions.assessment_version,
        coalesce(attempt_counts.attempt_count, 0) as attempt_count,
        coalesce(attempt_counts.learner_count, 0) as learner_count,
        attempt_counts.first_submitted_at,
        attempt_counts.last_submitted_at
    from session_versions
    left join attempt_counts
        on session_versions.platform = attempt_counts.platform
        and session_versions.session_id = attempt_counts.session_id
        and session_versions.item_id = attempt_counts.item_id
        and session_versions.assessment_id = attempt_counts.assessment_id

)

select * from final
