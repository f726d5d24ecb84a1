{# The guide's example "what learners chose in the quizzes of a lecture": meant to be one row per choice.
   WRONG as soon as a version of a quiz stands in a second branch: the first table has one row per branch,
   and nothing in a response says which branch it was given in, so every choice is repeated once per
   branch. Counted from these rows, an option is chosen as many times more often as there are branches. And
   the score of a poll is the full mark that the platform gives to all, though no answer to it is right. #}
select
    items.course_branch_item_name as lecture_title,
    questions.assessment_question_prompt,
    actions.assessments_user_id,
    options.assessment_option_display,
    actions.assessment_action_ts,
    responses.assessment_action_version,
    responses.assessment_response_score
from {{ source('coursera', 'course_branch_item_assessments') }} as item_assessments
inner join {{ source('coursera', 'assessments') }} as assessments
    on item_assessments.assessment_id = assessments.assessment_id
inner join {{ source('coursera', 'assessment_types') }} as assessment_types
    on assessments.assessment_type_id = assessment_types.assessment_type_id
inner join {{ source('coursera', 'course_branch_items') }} as items
    on item_assessments.course_branch_id = items.course_branch_id
    and item_assessments.course_item_id = items.course_item_id
inner join {{ source('coursera', 'assessment_actions') }} as actions
    on item_assessments.assessment_id = actions.assessment_id
inner join {{ source('coursera', 'assessment_responses') }} as responses
    on actions.assessment_id = responses.assessment_id
    and actions.assessment_action_id = responses.assessment_action_id
inner join {{ source('coursera', 'assessment_response_options') }} as response_options
    on responses.assessment_response_id = response_options.assessment_response_id
inner join {{ source('coursera', 'assessment_options') }} as options
    on responses.assessment_question_id = options.assessment_question_id
    and response_options.assessment_option_id = options.assessment_option_id
inner join {{ source('coursera', 'assessment_questions') }} as questions
    on responses.assessment_question_id = questions.assessment_question_id
where
    assessment_types.assessment_type_desc = 'in video'
    and response_options.assessment_response_selected
