{# The guide's example "submissions of a peer assignment that bear a title": one row per submission. Right,
   but not one row per learner: work that was taken back or replaced by a later submission is no draft
   either. #}
with

-- The guide writes the id of an assignment and a title of its own export.
asked as (

    select
        peer_assignment_id,
        max(peer_submission_title) as title
    from {{ source('coursera', 'peer_submissions') }}
    where not peer_submission_is_draft and peer_submission_title is not null
    group by peer_assignment_id
    order by {{ byte_order('peer_assignment_id') }} desc
    limit 1

)

select submissions.*
from {{ source('coursera', 'peer_submissions') }} as submissions
inner join asked
    on submissions.peer_assignment_id = asked.peer_assignment_id
    and submissions.peer_submission_title = asked.title
where not submissions.peer_submission_is_draft
