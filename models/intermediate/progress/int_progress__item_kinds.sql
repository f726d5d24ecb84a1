{# One row per course and item: the kind and the name to tell where the learner's own branch does not have
   the item or is not known. #}
with

items as (

    select * from {{ ref('branches_items__content_order') }}

),

ranked_items as (

    select
        items.platform,
        items.course_id,
        items.item_id,
        items.course_branch_id,
        items.item_kind,
        items.item_name,
        max(case when items.is_in_branch then 1 else 0 end) over (
            partition by items.platform, items.course_id, items.item_id
        ) = 1 as is_in_course,
        row_number() over (
            partition by items.platform, items.course_id, items.item_id
            order by
                case when items.is_original then 0 else 1 end,
                {{ byte_order('items.course_branch_id') }}
        ) as branch_rank
    from items

),

final as (

    select
        ranked_items.platform,
        ranked_items.course_id,
        ranked_items.item_id,
        ranked_items.course_branch_id,
        ranked_items.item_kind,
        ranked_items.item_name,
        ranked_items.is_in_course
    from ranked_items
    where ranked_items.branch_rank = 1

)

select * from final
