{# One row per block of an edX course run that any package delivered: its place in the tree, and whether it is
   an item. #}
{{ config(materialized='table') }}

with

blocks as (

    select * from {{ ref('stg_edx__course_structure') }}

),

ancestors as (

    select * from {{ ref('int_content__edx_ancestors') }}

),

block_levels as (

    select * from {{ ref('block_levels') }}

),

-- What holds blocks, or is there to hold them, is a container; anything else is an item.
leveled_blocks as (

    select
        blocks.*,
        block_levels.block_level,
        ancestors.module_id,
        ancestors.lesson_id,
        ancestors.unit_id,
        block_levels.block_level is not null
        or coalesce(blocks.children like '%"%', false) as is_container,
        blocks.is_current and blocks.depth_first_order is not null as is_in_branch
    from blocks
    left join ancestors
        on blocks.platform = ancestors.platform
        and blocks.course_branch_id = ancestors.course_branch_id
        and blocks.block_id = ancestors.block_id
    left join block_levels
        on blocks.category = block_levels.category

),

final as (

    select
        platform,
        course_branch_id,
        block_id,
        course_branch_id as course_id,
        parent_block_id,
        module_id,
        lesson_id,
        unit_id,
        category,
        block_level,
        block_name,
        block_path,
        assignment_type,
        coalesce(is_graded, false) as is_graded,
        coalesce(is_hidden, false) as is_hidden,
        is_container,
        is_in_branch,
        child_position,
        depth,
        depth_first_order,
        starts_at,
        due_at
    from leveled_blocks

)

select * from final
