{# What persons answered in the survey: one row per person, as answered last. The printed view loses
   numbers that have no choice beside them, counts ages from today, and puts the answers of several
   submissions together; here the year of birth stays a year. #}
select
    demographics_user_id,
    cast(last_answered_at as date) as demographic_survey_submission_dt,
    gender as demographic_survey_gender,
    birth_year as demographic_survey_birth_year,
    upper(left(birth_country, 2)) as demographic_survey_country_cd_of_birth,
    us_postal_code as demographic_survey_us_postal_code,
    hispanic_origin as demographic_survey_spanish_hispanic_or_latino_descent,
    race as demographic_survey_race,
    schooling as demographic_survey_highest_level_of_schooling,
    student_enrollment as demographic_survey_currently_enrolled_in_an_educational_program,
    student_level as demographic_survey_level_of_current_educational_program,
    degree_subjects as demographic_survey_subject_area_of_degree,
    employment as demographic_survey_current_employment_status,
    industry as demographic_survey_area_of_industry_currently_employed_in,
    english_proficiency as demographic_survey_english_proficiency,
    other_languages as demographic_survey_other_languages_spoken
from {{ ref('users__survey_answers') }}
where platform = 'coursera'
