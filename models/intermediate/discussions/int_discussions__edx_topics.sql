{# One row per topic of an edX course run that a discussion block opens: the block, and the chapter around
   it. Of several blocks with one topic the first in the course stands. #}
with

structure as (

    select * from {{ ref('stg_edx__course_structure') }}

),

items as (

    select * from {{ ref('int_content__edx_items') }}

),

discussion_blocks as (

    select
        items.platform,
        items.course_branch_id,
        items.module_id,
        items.item_id,
        {{ json_text('structure.metadata', ['discussion_id']) }} as forum_id,
        items.is_current,
        items.branch_order
    from items
    inner join structure
        on items.platform = structure.platform
        and items.course_branch_id = structure.course_branch_id
        and items.item_id = structure.block_id
    where items.item_type = 'discussion'

),

ranked_blocks as (

    select
        discussion_blocks.*,
        row_number() over (
            partition by
                discussion_blocks.platform,
                discussion_blocks.course_branch_id,
                discussion_blocks.forum_id
            order by
                case when discussion_blocks.is_current then 0 else 1 end,
                discussion_blocks.branch_order nulls last,
                {{ byte_order('discussion_blocks.item_id') }}
        ) as topic_rank
    from discussion_blocks
    where discussion_blocks.forum_id is not null

),

final as (

    select
        platform,
        course_branch_id,
        forum_id,
        module_id,
        item_id
    from ranked_blocks
    where topic_rank = 1

)

select * from final
