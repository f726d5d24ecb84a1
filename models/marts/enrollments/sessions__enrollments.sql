with

sessions as (

    select * from {{ ref('course_sessions') }}

),

session_stays as (

    select * from {{ ref('int_enrollments__session_stays') }}

),

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}

),

progress as (

    select * from {{ ref('stg_coursera__course_progress') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

learner_stays as (

    select
        session_stays.platform,
        session_stays.session_id,
        session_stays.user_id,
        session_stays.course_id,
        session_stays.joined_at,
        session_stays.left_at,
        coalesce(session_stays.left_at > as_of.as_of_at, true) as is_open,
        enrollments.is_completed
        and coalesce(enrollments.session_id = session_stays.session_id, false) as is_completed
    from session_stays
    inner join enrollments
        on session_stays.platform = enrollments.platform
        and session_stays.user_id = enrollments.user_id
        and session_stays.course_id = enrollments.course_id
    cross join as_of
    where enrollments.was_enrolled

),

sessions_learners as (

    select
        platform,
        session_id,
        user_id,
        bool_or(is_open) as is_enrolled,
        bool_or(is_completed) as is_completed
    from learner_stays
    group by platform, session_id, user_id

),

-- Progress counts for the session whose member the learner was at that moment.
active_learners as (

    select
        learner_stays.platform,
        learner_stays.session_id,
        learner_stays.user_id
    from learner_stays
    inner join progress
        on learner_stays.platform = progress.platform
        and learner_stays.user_id = progress.user_id
        and learner_stays.course_id = progress.course_id
        and learner_stays.joined_at <= progress.progressed_at
        and (learner_stays.left_at is null or learner_stays.left_at > progress.progressed_at)
    group by learner_stays.platform, learner_stays.session_id, learner_stays.user_id

),

session_counts as (

    select
        sessions_learners.platform,
        sessions_learners.session_id,
        count(*) as ever_enrolled_count,
        count(*) filter (where sessions_learners.is_enrolled) as enrolled_count,
        count(active_learners.user_id) as active_count,
        count(*) filter (where sessions_learners.is_completed) as completed_count
    from sessions_learners
    left join active_learners
        on sessions_learners.platform = active_learners.platform
        and sessions_learners.session_id = active_learners.session_id
        and sessions_learners.user_id = active_learners.user_id
    group by sessions_learners.platform, sessions_learners.session_id

),

final as (

    select
        sessions.platform,
        sessions.session_id,
        sessions.course_id,
        sessions.course_branch_id,
        coalesce(session_counts.ever_enrolled_count, 0) as ever_enrolled_count,
        coalesce(session_counts.enrolled_count, 0) as enrolled_count,
        coalesce(session_counts.active_count, 0) as active_count,
        coalesce(session_counts.completed_count, 0) as completed_count,
        sessions.starts_at,
        sessions.ends_at
    from sessions
    left join session_counts
        on sessions.platform = session_counts.platform
        and sessions.session_id = session_counts.session_id

)

select * from final
