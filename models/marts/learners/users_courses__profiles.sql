{# What both sides of a comparison are called, what the package says and what the report says. #}
{% set compared = {
    'enrollment_mode': ('course_profiles.enrollment_mode', 'reports.enrollment_mode'),
    'cohort': ('course_profiles.cohort_name', 'reports.cohort_name'),
    'team': ('course_profiles.team_name', 'reports.team_name'),
    'gender': ('persons.gender', 'reports.gender'),
    'birth_year': ('persons.birth_year', 'reports.birth_year'),
    'level_of_education': ('persons.level_of_education', 'reports.level_of_education'),
    'country': ('persons.country_cd', 'reports.country_cd'),
} %}

with

course_profiles as (

    select * from {{ ref('int_learners__edx_course_profiles') }}

),

persons as (

    select * from {{ ref('int_learners__edx_persons') }}

),

exported_reports as (

    select * from {{ ref('stg_edx__report_student_profile_info') }}

),

-- The report writes words where a learner has no cohort or team, and where no identity is asked for.
reports as (

    select
        platform,
        user_id,
        course_id,
        enrollment_mode,
        case when verification_status <> 'N/A' then verification_status end as verification_status,
        case when cohort_name <> '[unassigned]' then cohort_name end as cohort_name,
        case when team_name <> '[unavailable]' then team_name end as team_name,
        gender,
        level_of_education,
        country_cd,
        birth_year
    from exported_reports

),

final as (

    select
        course_profiles.platform,
        course_profiles.user_id,
        course_profiles.course_id,
        coalesce(course_profiles.enrollment_mode, reports.enrollment_mode) as enrollment_mode,
        course_profiles.verification_status,
        reports.verification_status as reported_verification_status,
        coalesce(course_profiles.cohort_name, reports.cohort_name) as cohort_name,
        coalesce(course_profiles.team_name, reports.team_name) as team_name,
        persons.language_cds,
        nullif(
            trim(
                {%- for name, (exported, reported) in compared.items() %}
                case when {{ exported }} <> {{ reported }} then '{{ name }} ' else '' end
                {{- ' ||' if not loop.last }}
                {%- endfor %}
            ),
            ''
        ) as report_differences,
        course_profiles.is_opted_in_for_email,
        reports.user_id is not null as has_report_row,
        course_profiles.verification_checked_at,
        course_profiles.email_preference_set_at
    from course_profiles
    left join persons
        on course_profiles.platform = persons.platform
        and course_profiles.user_id = persons.user_id
    left join reports
        on course_profiles.platform = reports.platform
        and course_profiles.user_id = reports.user_id
        and course_profiles.course_id = reports.course_id

)

select * from final
