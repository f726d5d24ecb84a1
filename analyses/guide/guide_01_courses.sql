{# All courses, one row each, with what the guide does not count: branches and sessions. The printed query
   is right. #}
select
    course_id,
    course_slug,
    course_name,
    launched_at as course_launch_ts,
    updated_at as course_update_ts,
    is_deleted as course_deleted,
    is_graded as course_graded,
    course_description as course_desc,
    verification_enabled_at as course_verification_enabled_at_ts,
    preenrollment_at as course_preenrollment_ts,
    sessions_enabled_at as course_session_enabled_ts,
    course_level,
    branch_count,
    session_count
from {{ ref('courses') }}
where platform = 'coursera'
