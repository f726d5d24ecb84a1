with

courses as (

    select * from {{ ref('stg_coursera__courses') }}

),

branches as (

    select * from {{ ref('course_branches') }}

),

sessions as (

    select * from {{ ref('course_sessions') }}

),

branch_counts as (

    select
        platform,
        course_id,
        count(*) as branch_count
    from branches
    group by platform, course_id

),

session_counts as (

    select
        platform,
        course_id,
        count(*) as session_count
    from sessions
    group by platform, course_id

),

final as (

    select
        courses.platform,
        courses.course_id,
        courses.course_slug,
        courses.course_name,
        courses.course_description,
        courses.course_level,
        courses.is_deleted,
        courses.is_graded,
        coalesce(branch_counts.branch_count, 0) as branch_count,
        coalesce(session_counts.session_count, 0) as session_count,
        courses.launched_at,
        courses.updated_at,
        courses.preenrollment_at,
        courses.verification_enabled_at,
        courses.sessions_enabled_at
    from courses
    left join branch_counts
        on courses.platform = branch_counts.platform
        and courses.course_id = branch_counts.course_id
    left join session_counts
        on courses.platform = session_counts.platform
        and courses.course_id = session_counts.course_id

)

select * from final
