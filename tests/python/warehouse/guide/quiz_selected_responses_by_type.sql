select
    assessment_types.assessment_type_desc,
    course_branch_item_assessments.course_branch_id,
    course_branch_item_assessments.course_item_id,
    count(*) as joined_rows,
    count(distinct assessment_responses.assessment_response_id) as responses,
    count(distinct assessment_actions.assessment_action_id) as actions,
    sum(case when assessment_response_options.assessment_response_selected then 1 else 0 end)
        as selected_rows
from coursera.course_branch_item_assessments
inner join coursera.assessments
    on course_branch_item_assessments.assessment_id = assessments.assessment_id
inner join coursera.assessment_types
    on assessments.assessment_type_id = assessment_types.assessment_type_id
inner join coursera.course_branch_items
    on course_branch_item_assessments.course_branch_id = course_branch_items.course_branch_id
    and course_branch_item_assessments.course_item_id = course_branch_items.course_item_id
inner join coursera.assessment_actions
    on course_branch_item_assessments.assessment_id = assessment_actions.assessment_id
inner join coursera.assessment_responses
    on course_branch_item_assessments.assessment_id = assessment_responses.assessment_id
    and assessment_actions.assessment_action_id = assessment_responses.assessment_action_id
inner join coursera.assessment_response_options
    on assessment_responses.assessment_response_id
    = assessment_response_options.assessment_response_id
inner join coursera.assessment_options
    on assessment_response_options.assessment_option_id = assessment_options.assessment_option_id
    and assessment_responses.assessment_question_id = assessment_options.assessment_question_id
inner join coursera.assessment_questions
    on assessment_responses.assessment_question_id = assessment_questions.assessment_question_id
group by
    assessment_types.assessment_type_desc,
    course_branch_item_assessments.course_branch_id,
    course_branch_item_assessments.course_item_id
