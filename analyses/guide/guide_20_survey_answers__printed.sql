{# The view "demographic_survey" of the platform's own tool for exports: one row per person with an answer.
   WRONG in three ways. Most numbers have no choice beside them, and the inner join drops every answer
   without one: the postal code is always empty, the age mostly. An age is counted from the day on which
   the query runs, years after the survey: the same export gives other ages every year. And whoever
   answered twice has the answers of both times put together, or of the two the one that stands last in the
   alphabet. #}
select
    answers.demographics_user_id,
    max(cast(answers.submission_ts as date)) as demographic_survey_submission_dt,
    max(case when answers.question_id = 11 then choices.choice_desc end)
        as demographic_survey_gender,
    max(
        case
            when answers.question_id = 12
                then extract(year from current_date) - answers.answer_int
        end
    ) as demographic_survey_age,
    upper(
        left(max(case when answers.question_id = 13 then choices.choice_desc end), 2)
    ) as demographic_survey_country_cd_of_birth,
    max(case when answers.question_id = 15 then answers.answer_int end)
        as demographic_survey_us_postal_code,
    max(case when answers.question_id = 16 then choices.choice_desc end)
        as demographic_survey_spanish_hispanic_or_latino_descent,
    trim(
        {{ joined_texts(
            'case when answers.question_id = 17 then choices.choice_desc end',
            ';',
            'choices.choice_id'
        ) }}
    ) as demographic_survey_race,
    max(case when answers.question_id = 18 then choices.choice_desc end)
        as demographic_survey_highest_level_of_schooling,
    max(case when answers.question_id = 19 then choices.choice_desc end)
        as demographic_survey_currently_enrolled_in_an_educational_program,
    max(case when answers.question_id = 20 then choices.choice_desc end)
        as demographic_survey_level_of_current_educational_program,
    trim(
        {{ joined_texts(
            'case when answers.question_id = 21 then choices.choice_desc end',
            ';',
            'choices.choice_id'
        ) }}
    ) as demographic_survey_subject_area_of_degree,
    max(case when answers.question_id = 22 then choices.choice_desc end)
        as demographic_survey_current_employment_status,
    max(case when answers.question_id = 23 then choices.choice_desc end)
        as demographic_survey_area_of_industry_currently_employed_in,
    max(case when answers.question_id = 24 then choices.choice_desc end)
        as demographic_survey_english_proficiency,
    trim(
        {{ joined_texts(
            'case when answers.question_id = 25 then choices.choice_desc end',
            ';',
            'choices.choice_id'
        ) }}
    ) as demographic_survey_other_languages_spoken
from {{ source('coursera', 'demographics_answers') }} as answers
inner join {{ source('coursera', 'demographics_choices') }} as choices
    on answers.question_id = choices.question_id
    and answers.choice_id = choices.choice_id
where answers.question_id between 11 and 25
group by answers.demographics_user_id
