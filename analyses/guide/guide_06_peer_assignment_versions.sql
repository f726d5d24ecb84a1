{# The versions of the peer assignment on an item: one row per branch and version. The printed query is
   right; here the version is a number, so that 10 comes after 2. #}
select
    course_branch_id,
    item_id as course_item_id,
    peer_assignment_id,
    {{ version_of('null', 'peer_assignment_id') }} as assignment_version
from {{ ref('stg_coursera__course_branch_item_peer_assignments') }}
where
    item_id = (
        select max(item_id) from {{ ref('stg_coursera__course_branch_item_peer_assignments') }}
    )
order by {{ byte_order('course_branch_id') }}, assignment_version
