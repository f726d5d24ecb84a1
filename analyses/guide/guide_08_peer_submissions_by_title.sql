{# The submissions of a peer assignment that bear a title: one row per submission. The printed query is
   right; here each row says whether it still is the work of its learner (live) or was removed or replaced. #}
with

submissions as (

    select * from {{ ref('peer_submissions') }}
    where platform = 'coursera' and not is_draft

),

titles as (

    select * from {{ ref('peer_submissions__texts') }}

),

titled_submissions as (

    select
        submissions.*,
        titles.title
    from submissions
    inner join titles
        on submissions.platform = titles.platform
        and submissions.peer_submission_id = titles.peer_submission_id

),

asked as (

    select
        peer_assignment_id,
        max(title) as title
    from titled_submissions
    where title is not null
    group by peer_assignment_id
    order by {{ byte_order('peer_assignment_id') }} desc
    limit 1

)

select
    titled_submissions.peer_submission_id,
    titled_submissions.peer_assignment_id,
    titled_submissions.peer_assignments_user_id,
    titled_submissions.created_at as peer_submission_created_ts,
    titled_submissions.is_draft as peer_submission_is_draft,
    titled_submissions.title as peer_submission_title,
    titled_submissions.removed_at as peer_submission_removed_from_public_ts,
    titled_submissions.score_available_at as peer_submission_score_available_ts,
    titled_submissions.score as peer_submission_score,
    titled_submissions.is_mentor_graded as peer_submission_is_mentor_graded,
    titled_submissions.submission_state
from titled_submissions
inner join asked
    on titled_submissions.peer_assignment_id = asked.peer_assignment_id
    and titled_submissions.title = asked.title
