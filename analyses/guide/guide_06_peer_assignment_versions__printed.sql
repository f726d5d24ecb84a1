{# The guide's example "versions of the peer assignment on an item": one row per branch and version. Right,
   though the version is only to be read from the id, where 10 stands before 2. The result in the guide
   shows a course id; the table has a branch id, and a version that three branches use is there three
   times. #}
select *
from {{ source('coursera', 'course_branch_item_peer_assignments') }}
where
    -- The guide writes an id of its own export here.
    course_item_id = (
        select max(course_item_id)
        from {{ source('coursera', 'course_branch_item_peer_assignments') }}
    )
