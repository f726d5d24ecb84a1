{# One row per state that an item of an edX course run keeps for a learner. What keeps the place within a
   chapter, a sequential or another container tells of no item. #}
with

states as (

    select * from {{ ref('stg_edx__courseware_studentmodule') }}

),

blocks as (

    select * from {{ ref('int_content__edx_blocks') }}

),

block_levels as (

    select * from {{ ref('block_levels') }}

),

-- Of a block that no course structure names, only its category tells whether it was there to hold others.
final as (

    select
        states.platform,
        states.user_id,
        states.course_id,
        states.block_id as item_id,
        states.points,
        states.max_points,
        states.created_at,
        states.modified_at
    from states
    left join blocks
        on states.platform = blocks.platform
        and states.course_id = blocks.course_branch_id
        and states.block_id = blocks.block_id
    left join block_levels
        on states.category = block_levels.category
    where
        not coalesce(blocks.is_container, block_levels.block_level is not null)
        and states.user_id is not null
        and states.block_id is not null

)

select * from final
