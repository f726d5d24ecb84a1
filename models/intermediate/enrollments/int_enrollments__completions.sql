{# One row per user and course with a grade or a certificate: when it was first passed, NULL if never. #}
with

course_grades as (

    select * from {{ ref('stg_coursera__course_grades') }}

),

passing_states as (

    select * from {{ ref('passing_states') }}

),

edx_grades as (

    select * from {{ ref('stg_edx__grades_persistentcoursegrade') }}

),

edx_certificates as (

    select * from {{ ref('stg_edx__certificates_generatedcertificate') }}

),

-- Packages before July 2017 have no grades of courses: then the certificate tells who passed.
edx_times as (

    select
        platform,
        user_id,
        course_id,
        passed_at,
        cast(null as {{ dbt.type_timestamp() }}) as certified_at
    from edx_grades

    union all

    select
        platform,
        user_id,
        course_id,
        cast(null as {{ dbt.type_timestamp() }}) as passed_at,
        case
            when certificate_status in {{ passing_certificate_statuses() }} then created_at
        end as certified_at
    from edx_certificates

),

final as (

    select
        course_grades.platform,
        course_grades.user_id,
        course_grades.course_id,
        min(course_grades.graded_at) filter (where passing_states.is_passed) as completed_at
    from course_grades
    left join passing_states
        on course_grades.passing_state_id = passing_states.passing_state_id
    group by course_grades.platform, course_grades.user_id, course_grades.course_id

    union all

    select
        platform,
        user_id,
        course_id,
        coalesce(min(passed_at), min(certified_at)) as completed_at
    from edx_times
    group by platform, user_id, course_id

)

select * from final
