{# The guide's example "scores of programming assignments": meant to be one row per submission. WRONG as
   soon as a version of an assignment stands in a second branch: the submission is repeated once per branch
   that uses it, under the name and id of a branch that its learner may never have seen. #}
select
    item_assignments.course_branch_id,
    items.course_branch_item_name,
    submissions.programming_assignments_user_id,
    submissions.programming_submission_created_ts,
    submissions.programming_submission_grading_status,
    submissions.programming_submission_score
from {{ source('coursera', 'course_branch_item_programming_assignments') }} as item_assignments
inner join {{ source('coursera', 'course_branch_items') }} as items
    on item_assignments.course_branch_id = items.course_branch_id
    and item_assignments.course_item_id = items.course_item_id
inner join {{ source('coursera', 'programming_assignments') }} as assignments
    on item_assignments.programming_assignment_id = assignments.programming_assignment_id
inner join {{ source('coursera', 'programming_submissions') }} as submissions
    on assignments.programming_assignment_id = submissions.programming_assignment_id
