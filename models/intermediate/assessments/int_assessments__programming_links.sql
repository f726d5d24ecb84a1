{# One row per version of a programming assignment, branch and item, and table that links them: that of the
   branches, or the deprecated one of the original branch. #}
with

branch_links as (

    select * from {{ ref('stg_coursera__course_branch_item_programming_assignments') }}

),

course_links as (

    select * from {{ ref('stg_coursera__course_item_programming_assignments') }}

),

final as (

    select
        platform,
        programming_assignment_id,
        course_branch_id,
        item_id,
        true as is_branch_link
    from branch_links

    union all

    select
        platform,
        programming_assignment_id,
        course_id as course_branch_id,
        item_id,
        false as is_branch_link
    from course_links

)

select * from final
