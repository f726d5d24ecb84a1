with

coursera_courses as (

    select * from {{ ref('stg_coursera__courses') }}

),

edx_courses as (

    select * from {{ ref('int_content__edx_courses') }}

),

courses as (

    select
        platform,
        course_id,
        course_slug,
        course_name,
        course_description,
        course_level,
        is_deleted,
        is_graded,
        launched_at,
        updated_at,
        preenrollment_at,
        verification_enabled_at,
        sessions_enabled_at
    from coursera_courses

    union all

    select
        platform,
        course_id,
        cast(null as {{ dbt.type_string() }}) as course_slug,
        course_name,
        cast(null as {{ dbt.type_string() }}) as course_description,
        cast(null as {{ dbt.type_string() }}) as course_level,
        cast(null as {{ dbt.type_boolean() }}) as is_deleted,
        is_graded,
        starts_at as launched_at,
        cast(null as {{ dbt.type_timestamp() }}) as updated_at,
        cast(null as {{ dbt.type_timestamp() }}) as preenrollment_at,
        cast(null as {{ dbt.type_timestamp() }}) as verification_enabled_at,
        cast(null as {{ dbt.type_timestamp() }}) as sessions_enabled_at
    from edx_courses

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
