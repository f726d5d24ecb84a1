{# Scores of programming assignments: one row per submission, in the branch that its learner was taught, or
   the only one that uses the assignment; where neither is known the branch is empty. The printed query
   repeats each submission once per branch. #}
with

submissions as (

    select * from {{ ref('programming_submissions') }}
    where platform = 'coursera'

),

branch_items as (

    select * from {{ ref('branches_items__content_order') }}

),

-- Where the branch is unknown the original one names the item.
items as (

    select
        platform,
        course_id,
        item_id,
        coalesce(max(case when is_original then item_name end), min(item_name)) as item_name
    from branch_items
    group by platform, course_id, item_id

)

select
    submissions.programming_submission_id,
    submissions.course_branch_id,
    coalesce(branch_items.item_name, items.item_name) as course_branch_item_name,
    submissions.programming_assignments_user_id,
    submissions.created_at as programming_submission_created_ts,
    submissions.grading_status as programming_submission_grading_status,
    submissions.score as programming_submission_score,
    submissions.max_score
from submissions
left join branch_items
    on submissions.platform = branch_items.platform
    and submissions.course_branch_id = branch_items.course_branch_id
    and submissions.item_id = branch_items.item_id
left join items
    on submissions.platform = items.platform
    and submissions.course_id = items.course_id
    and submissions.item_id = items.item_id
