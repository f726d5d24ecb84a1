{# The guide's example "answers to peer assignments and their reviews": meant to be one row per rubric part
   of a review. WRONG in four ways.
   It multiplies: branches that use the assignment, written answers, linked answers and reviews meet through
   the submission alone, so each rubric part of a review is repeated once per branch and pair of answers.
   It asks for the reviewer under [partner]_user_id, the id of the main domain, which no peer table of an
   isolated export has: there the query does not run, and no main id from elsewhere is the same person's. Here
   stands the id that these tables do have.
   It loses what reviewers said by another version of the rubric than the submission's: such a review is
   there, with empty answers to parts it was never asked.
   It holds drafts, one row per rubric part that nobody judged. #}
select
    items.course_branch_id,
    items.course_branch_item_name,
    submissions.peer_assignments_user_id,
    submissions.peer_submission_created_ts,
    submissions.peer_submission_title,
    submissions.peer_submission_score,
    written_answers.peer_submission_part_free_response_text,
    linked_answers.peer_submission_part_url_url,
    linked_answers.peer_submission_part_url_title,
    linked_answers.peer_submission_part_url_description,
    reviews.peer_assignments_user_id as reviewer_id,
    rubric_parts.peer_assignment_review_schema_part_prompt,
    rubric_options.peer_assignment_review_schema_part_option_text,
    rubric_options.peer_assignment_review_schema_part_option_score,
    review_texts.peer_review_part_free_response_text,
    choices.peer_assignment_review_schema_part_option_id
from {{ source('coursera', 'course_branch_item_peer_assignments') }} as item_assignments
inner join {{ source('coursera', 'course_branch_items') }} as items
    on item_assignments.course_item_id = items.course_item_id
    and item_assignments.course_branch_id = items.course_branch_id
inner join {{ source('coursera', 'course_item_types') }} as item_types
    on items.course_item_type_id = item_types.course_item_type_id
inner join {{ source('coursera', 'peer_submissions') }} as submissions
    on item_assignments.peer_assignment_id = submissions.peer_assignment_id
left join {{ source('coursera', 'peer_submission_part_free_responses') }} as written_answers
    on submissions.peer_submission_id = written_answers.peer_submission_id
    and submissions.peer_assignment_id = written_answers.peer_assignment_id
left join {{ source('coursera', 'peer_submission_part_urls') }} as linked_answers
    on submissions.peer_submission_id = linked_answers.peer_submission_id
    and submissions.peer_assignment_id = linked_answers.peer_assignment_id
left join {{ source('coursera', 'peer_reviews') }} as reviews
    on submissions.peer_submission_id = reviews.peer_submission_id
inner join {{ source('coursera', 'peer_assignment_review_schema_parts') }} as rubric_parts
    on submissions.peer_assignment_id = rubric_parts.peer_assignment_id
left join {{ source('coursera', 'peer_review_part_free_responses') }} as review_texts
    on rubric_parts.peer_assignment_id = review_texts.peer_assignment_id
    and rubric_parts.peer_assignment_review_schema_part_id
    = review_texts.peer_assignment_review_schema_part_id
    and reviews.peer_review_id = review_texts.peer_review_id
left join {{ source('coursera', 'peer_review_part_choices') }} as choices
    on rubric_parts.peer_assignment_id = choices.peer_assignment_id
    and rubric_parts.peer_assignment_review_schema_part_id
    = choices.peer_assignment_review_schema_part_id
    and reviews.peer_review_id = choices.peer_review_id
left join {{ source('coursera', 'peer_assignment_review_schema_part_options') }} as rubric_options
    on choices.peer_assignment_id = rubric_options.peer_assignment_id
    and choices.peer_assignment_review_schema_part_id
    = rubric_options.peer_assignment_review_schema_part_id
    and choices.peer_assignment_review_schema_part_option_id
    = rubric_options.peer_assignment_review_schema_part_option_id
where lower(item_types.course_item_type_desc) like '%peer%'
