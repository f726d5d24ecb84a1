{# One row per learner and edX course run with a grade: the grade that is kept since 2017, else that of the
   certificate. Whoever passed in a mode that is paid for has passed verified. #}
{% set failing_statuses = ['notpassing', 'audit_notpassing'] %}

with

course_grades as (

    select * from {{ ref('stg_edx__grades_persistentcoursegrade') }}
    where user_id is not null

),

certificates as (

    select
        certificates.*,
        row_number() over (
            partition by certificates.platform, certificates.user_id, certificates.course_id
            order by certificates.modified_at desc nulls last, certificates.certificate_id desc
        ) as recency_rank
    from {{ ref('stg_edx__certificates_generatedcertificate') }} as certificates
    where certificates.user_id is not null

),

enrollment_modes as (

    select * from {{ ref('enrollment_modes') }}

),

enrollments as (

    select
        enrollments.platform,
        enrollments.user_id,
        enrollments.course_id,
        bool_or(coalesce(enrollment_modes.is_paid, false)) as is_paid
    from {{ ref('stg_edx__student_courseenrollment') }} as enrollments
    left join enrollment_modes
        on enrollments.enrollment_mode = enrollment_modes.enrollment_mode
    group by enrollments.platform, enrollments.user_id, enrollments.course_id

),

-- The grade in letters is empty for who fails now, whatever an earlier grade was.
known_grades as (

    select
        course_grades.platform,
        course_grades.user_id,
        course_grades.course_id,
        course_grades.letter_grade is not null as is_passed,
        cast(null as {{ dbt.type_string() }}) as certificate_mode,
        course_grades.grade,
        course_grades.modified_at as graded_at
    from course_grades

    union all

    -- Of a certificate that was taken back nothing tells whether the learner passes.
    select
        certificates.platform,
        certificates.user_id,
        certificates.course_id,
        case
            when certificates.certificate_status in {{ passing_certificate_statuses() }} then true
            when certificates.certificate_status in ({{ "'" ~ failing_statuses | join("', '") ~ "'" }})
                then false
        end as is_passed,
        certificates.enrollment_mode as certificate_mode,
        certificates.grade,
        certificates.modified_at as graded_at
    from certificates
    left join course_grades
        on certificates.platform = course_grades.platform
        and certificates.user_id = course_grades.user_id
        and certificates.course_id = course_grades.course_id
    where certificates.recency_rank = 1 and course_grades.user_id is null

),

final as (

    select
        known_grades.platform,
        known_grades.user_id,
        known_grades.course_id,
        cast(
            case
                when
                    known_grades.is_passed
                    and coalesce(
                        certificate_modes.is_paid,
                        case when known_grades.certificate_mode is not null then false end,
                        enrollments.is_paid
                    )
                    then 2
                when known_grades.is_passed then 1
                when not known_grades.is_passed then 0
            end as {{ dbt.type_bigint() }}
        ) as passing_state_id,
        known_grades.grade,
        known_grades.graded_at
    from known_grades
    left join enrollments
        on known_grades.platform = enrollments.platform
        and known_grades.user_id = enrollments.user_id
        and known_grades.course_id = enrollments.course_id
    left join enrollment_modes as certificate_modes
        on known_grades.certificate_mode = certificate_modes.enrollment_mode

)

select * from final
