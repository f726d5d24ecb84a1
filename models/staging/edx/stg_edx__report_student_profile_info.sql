{# One row per learner in the instructor's report of profiles of a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'report_student_profile_info'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        nullif(trim(enrollment_mode), '') as enrollment_mode,
        nullif(trim(verification_status), '') as verification_status,
        nullif(trim(cohort), '') as cohort_name,
        nullif(trim(team), '') as team_name,
        nullif(trim(gender), '') as gender,
        nullif(trim(level_of_education), '') as level_of_education,
        nullif(trim(country), '') as country_cd,
        nullif(trim(name), '') as full_name,
        nullif(trim(email), '') as email,
        nullif(trim(mailing_address), '') as mailing_address,
        nullif(trim(city), '') as city,
        nullif(trim(goals), '') as goals,
        nullif(trim(username), '') as username,
        year_of_birth as birth_year,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
