{# One row per version of a peer assignment that an item has used: the course and the item, and the branch if
   only one has used it. Usually several branches share a version, and nothing says in which of them a
   learner met it; course and item are NULL only where a version stands at several, too. #}
with

branch_links as (

    select * from {{ ref('stg_coursera__course_branch_item_peer_assignments') }}

),

original_links as (

    select * from {{ ref('stg_coursera__course_item_peer_assignments') }}

),

course_branches as (

    select * from {{ ref('int_content__branches') }}

),

-- Before July 2016 exports told the items of the original branch only.
links as (

    select
        branch_links.platform,
        branch_links.peer_assignment_id,
        branch_links.course_branch_id,
        course_branches.course_id,
        branch_links.item_id
    from branch_links
    left join course_branches
        on branch_links.platform = course_branches.platform
        and branch_links.course_branch_id = course_branches.course_branch_id
    union
    select
        original_links.platform,
        original_links.peer_assignment_id,
        original_links.course_id as course_branch_id,
        original_links.course_id,
        original_links.item_id
    from original_links

),

final as (

    select
        links.platform,
        links.peer_assignment_id,
        case when count(distinct links.course_id) = 1 then min(links.course_id) end as course_id,
        case
            when count(distinct links.course_branch_id) = 1 then min(links.course_branch_id)
        end as course_branch_id,
        case when count(distinct links.item_id) = 1 then min(links.item_id) end as item_id
    from links
    group by links.platform, links.peer_assignment_id

)

select * from final
