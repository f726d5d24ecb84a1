{# One row per person, survey question and answer to it: a choice or a number of the last time that the person
   answered the question. #}
with

answers as (

    select * from {{ ref('stg_coursera__demographics_answers') }}

),

choices as (

    select * from {{ ref('stg_coursera__demographics_choices') }}

),

questions as (

    select * from {{ ref('stg_coursera__demographics_questions') }}

),

survey_questions as (

    select * from {{ ref('survey_questions') }}

),

submissions as (

    select
        platform,
        demographics_user_id,
        question_id,
        max(answered_at) as last_answered_at
    from answers
    group by platform, demographics_user_id, question_id

),

last_answers as (

    select answers.*
    from answers
    inner join submissions
        on answers.platform = submissions.platform
        and answers.demographics_user_id = submissions.demographics_user_id
        and answers.question_id = submissions.question_id
        and answers.answered_at = submissions.last_answered_at

),

-- A number stands for itself, with a choice beside it or without; a choice that the export does not word is
-- known by its id.
final as (

    select
        last_answers.platform,
        last_answers.demographics_user_id,
        last_answers.question_id,
        last_answers.choice_id,
        survey_questions.question_code,
        questions.question_text,
        coalesce(
            case
                when survey_questions.answer_kind = 'number'
                    then cast(last_answers.answer_number as {{ dbt.type_string() }})
            end,
            choices.choice_text,
            cast(last_answers.choice_id as {{ dbt.type_string() }}),
            cast(last_answers.answer_number as {{ dbt.type_string() }})
        ) as answer_text,
        last_answers.answer_number,
        last_answers.answered_at
    from last_answers
    left join survey_questions
        on last_answers.question_id = survey_questions.question_id
    left join questions
        on last_answers.platform = questions.platform
        and last_answers.question_id = questions.question_id
    left join choices
        on last_answers.platform = choices.platform
        and last_answers.question_id = choices.question_id
        and last_answers.choice_id = choices.choice_id

)

select * from final
