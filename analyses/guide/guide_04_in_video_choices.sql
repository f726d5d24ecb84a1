{# What learners chose in the quizzes of lectures: one row per chosen option, in the branch that its
   learner was taught. The printed query repeats every choice once per branch that uses the quiz, and
   scores polls, where no answer is right. Prompts and options are content, which stays in staging. #}
with

attempts as (

    select * from {{ ref('assessment_attempts') }}
    where platform = 'coursera' and assessment_kind = 'in_video'

),

responses as (

    select * from {{ ref('assessment_responses') }}

),

choices as (

    select * from {{ ref('stg_coursera__assessment_response_options') }}
    where is_selected

),

options as (

    select * from {{ ref('stg_coursera__assessment_options') }}

),

questions as (

    select * from {{ ref('stg_coursera__assessment_questions') }}

),

items as (

    select * from {{ ref('branches_items__content_order') }}

),

-- Where the branch is unknown the original one names the lecture.
lectures as (

    select
        platform,
        course_id,
        item_id,
        coalesce(max(case when is_original then item_name end), min(item_name)) as item_name
    from items
    group by platform, course_id, item_id

)

select
    coalesce(items.item_name, lectures.item_name) as lecture_title,
    questions.prompt as assessment_question_prompt,
    attempts.assessments_user_id,
    options.display as assessment_option_display,
    attempts.submitted_at as assessment_action_ts,
    attempts.submission_number as assessment_action_version,
    responses.score as assessment_response_score,
    attempts.course_branch_id
from attempts
inner join responses
    on attempts.platform = responses.platform
    and attempts.attempt_id = responses.attempt_id
inner join choices
    on responses.platform = choices.platform
    and responses.response_id = choices.response_id
inner join options
    on responses.platform = options.platform
    and responses.question_id = options.question_id
    and choices.option_id = options.option_id
inner join questions
    on responses.platform = questions.platform
    and responses.question_id = questions.question_id
left join items
    on attempts.platform = items.platform
    and attempts.course_branch_id = items.course_branch_id
    and attempts.item_id = items.item_id
left join lectures
    on attempts.platform = lectures.platform
    and attempts.course_id = lectures.course_id
    and attempts.item_id = lectures.item_id
