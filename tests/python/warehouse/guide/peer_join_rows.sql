select
    course_branch_item_peer_assignments.course_branch_id,
    course_branch_item_peer_assignments.course_item_id,
    course_branch_item_peer_assignments.peer_assignment_id,
    count(*) as joined_rows,
    count(distinct peer_submissions.peer_submission_id) as submissions,
    count(distinct peer_reviews.peer_review_id) as reviews
from coursera.course_branch_item_peer_assignments
inner join coursera.course_branch_items
    on course_branch_item_peer_assignments.course_branch_id = course_branch_items.course_branch_id
    and course_branch_item_peer_assignments.course_item_id = course_branch_items.course_item_id
inner join coursera.peer_submissions
    on course_branch_item_peer_assignments.peer_assignment_id = peer_submissions.peer_assignment_id
left join coursera.peer_reviews
    on peer_submissions.peer_submission_id = peer_reviews.peer_submission_id
group by
    course_branch_item_peer_assignments.course_branch_id,
    course_branch_item_peer_assignments.course_item_id,
    course_branch_item_peer_assignments.peer_assignment_id
