{# One row per version of a programming assignment, branch and item that has used it. #}
with

branches as (

    select * from {{ ref('int_content__branches') }}

),

links as (

    select * from {{ ref('int_assessments__programming_links') }}

),

placed_links as (

    select
        links.platform,
        links.programming_assignment_id,
        links.course_branch_id,
        links.item_id,
        branches.course_id,
        coalesce(branches.is_original, false) as is_original
    from links
    left join branches
        on links.platform = branches.platform
        and links.course_branch_id = branches.course_branch_id
    -- The deprecated links stand in where a course has no branch tables; else they repeat the others.
    where links.is_branch_link or branches.is_built_from_course_tables

),

final as (

    select
        platform,
        programming_assignment_id,
        course_branch_id,
        item_id,
        course_id,
        row_number() over (
            partition by platform, programming_assignment_id
            order by
                case when is_original then 0 else 1 end,
                {{ byte_order('course_branch_id') }},
                {{ byte_order('item_id') }}
        ) as place_rank,
        row_number() over (
            partition by platform, programming_assignment_id, course_branch_id
            order by {{ byte_order('item_id') }}
        ) as rank_in_branch
    from placed_links

)

select * from final
