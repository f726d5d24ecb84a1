{# One row per course and item: the kind to tell where the learner's own branch does not name it. #}
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
        ranked_items.item_kind
    from ranked_items
    where ranked_items.branch_rank = 1

)

select * from final
