{# Answers to peer assignments and their reviews: one row per rubric part of a review, by whatever version
   of the rubric the reviewer judged, and one row per submission that nobody reviewed. The printed query
   multiplies branches, answers and rubric parts, and asks for ids of the wrong domain. Here the answers of
   a submission are put together before they meet its reviews, people bear the ids of the peer tables, and
   drafts are out. The branch is known where only one uses the assignment. #}
with

submissions as (

    select * from {{ ref('peer_submissions') }}
    where platform = 'coursera' and not is_draft

),

titles as (

    select * from {{ ref('peer_submissions__texts') }}

),

-- The parts of a submission that were written, and those that were linked, each in one text.
answers as (

    select
        platform,
        peer_submission_id,
        {{ joined_texts('answer_text', '\n', byte_order('submission_part_id')) }} as answer_text,
        {{ joined_texts('url', '\n', byte_order('submission_part_id')) }} as url
    from {{ ref('peer_answers__texts') }}
    group by platform, peer_submission_id

),

reviews as (

    select * from {{ ref('peer_reviews') }}

),

choices as (

    select * from {{ ref('peer_reviews_parts__choices') }}

),

review_texts as (

    select * from {{ ref('peer_reviews_parts__texts') }}

),

rubric_parts as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_parts') }}

),

rubric_options as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_part_options') }}

),

items as (

    select
        platform,
        course_id,
        item_id,
        coalesce(max(case when is_original then item_name end), min(item_name)) as item_name
    from {{ ref('branches_items__content_order') }}
    group by platform, course_id, item_id

),

judged_parts as (

    select platform, peer_review_id, peer_assignment_id, review_part_id
    from choices

    union

    select platform, peer_review_id, peer_assignment_id, review_part_id
    from review_texts

)

select
    submissions.peer_submission_id,
    reviews.peer_review_id,
    judged_parts.peer_assignment_id,
    judged_parts.review_part_id,
    submissions.course_branch_id,
    items.item_name as course_branch_item_name,
    submissions.peer_assignments_user_id,
    submissions.created_at as peer_submission_created_ts,
    titles.title as peer_submission_title,
    submissions.score as peer_submission_score,
    answers.answer_text as peer_submission_part_free_response_text,
    answers.url as peer_submission_part_url_url,
    reviews.peer_assignments_user_id as reviewer_id,
    reviews.is_counted,
    rubric_parts.prompt as peer_assignment_review_schema_part_prompt,
    rubric_options.option_text as peer_assignment_review_schema_part_option_text,
    choices.score as peer_assignment_review_schema_part_option_score,
    review_texts.response_text as peer_review_part_free_response_text,
    choices.option_id as peer_assignment_review_schema_part_option_id
from submissions
left join titles
    on submissions.platform = titles.platform
    and submissions.peer_submission_id = titles.peer_submission_id
left join answers
    on submissions.platform = answers.platform
    and submissions.peer_submission_id = answers.peer_submission_id
left join items
    on submissions.platform = items.platform
    and submissions.course_id = items.course_id
    and submissions.item_id = items.item_id
left join reviews
    on submissions.platform = reviews.platform
    and submissions.peer_submission_id = reviews.peer_submission_id
left join judged_parts
    on reviews.platform = judged_parts.platform
    and reviews.peer_review_id = judged_parts.peer_review_id
left join choices
    on judged_parts.platform = choices.platform
    and judged_parts.peer_review_id = choices.peer_review_id
    and judged_parts.peer_assignment_id = choices.peer_assignment_id
    and judged_parts.review_part_id = choices.review_part_id
left join review_texts
    on judged_parts.platform = review_texts.platform
    and judged_parts.peer_review_id = review_texts.peer_review_id
    and judged_parts.peer_assignment_id = review_texts.peer_assignment_id
    and judged_parts.review_part_id = review_texts.review_part_id
left join rubric_parts
    on judged_parts.platform = rubric_parts.platform
    and judged_parts.peer_assignment_id = rubric_parts.peer_assignment_id
    and judged_parts.review_part_id = rubric_parts.review_part_id
left join rubric_options
    on choices.platform = rubric_options.platform
    and choices.peer_assignment_id = rubric_options.peer_assignment_id
    and choices.review_part_id = rubric_options.review_part_id
    and choices.option_id = rubric_options.option_id
