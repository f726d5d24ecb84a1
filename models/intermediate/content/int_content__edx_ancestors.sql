{# One row per block of an edX course run that has ever been in the tree: the chapter, sequential and vertical
   that hold it, whatever stands between them. #}
{{ config(materialized='table') }}

with

blocks as (

    select * from {{ ref('stg_edx__course_structure') }}

),

bounds as (

    select
        0 as first_depth,
        max(depth) - 1 as last_depth
    from blocks

),

depths as (

    {{ number_series('bounds', 'first_depth', 'last_depth') }}

),

-- The path names every block from the course down to the block itself.
ancestor_ids as (

    select
        blocks.platform,
        blocks.course_branch_id,
        blocks.block_id,
        depths.number as ancestor_depth,
        split_part(blocks.block_path, ' > ', cast(depths.number + 1 as integer)) as ancestor_id
    from blocks
    inner join depths
        on blocks.depth > depths.number

),

ancestors as (

    select
        ancestor_ids.platform,
        ancestor_ids.course_branch_id,
        ancestor_ids.block_id,
        ancestor_ids.ancestor_depth,
        ancestor_ids.ancestor_id,
        block_levels.block_level
    from ancestor_ids
    inner join blocks
        on ancestor_ids.platform = blocks.platform
        and ancestor_ids.course_branch_id = blocks.course_branch_id
        and ancestor_ids.ancestor_id = blocks.block_id
    inner join {{ ref('block_levels') }} as block_levels
        on blocks.category = block_levels.category

),

-- Of verticals inside verticals the outermost is the page that learners see.
final as (

    select
        platform,
        course_branch_id,
        block_id,
        {{ text_at_smallest(
            "case when block_level = 'module' then ancestor_id end", 'ancestor_depth'
        ) }} as module_id,
        {{ text_at_smallest(
            "case when block_level = 'lesson' then ancestor_id end", 'ancestor_depth'
        ) }} as lesson_id,
        {{ text_at_smallest(
            "case when block_level = 'unit' then ancestor_id end", 'ancestor_depth'
        ) }} as unit_id
    from ancestors
    group by platform, course_branch_id, block_id

)

select * from final
