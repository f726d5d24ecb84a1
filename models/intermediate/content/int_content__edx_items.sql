{# One row per item of an edX course run that any package delivered: a block that holds no others. #}
with

items as (

    select * from {{ ref('int_content__edx_blocks') }}
    where not is_container

),

item_kinds as (

    select * from {{ ref('item_kinds') }}

),

-- A problem counts if what holds it does; to watch, read or talk never counts.
judged_items as (

    select
        items.*,
        items.is_graded
        and coalesce(item_kinds.item_kind, 'other') not in ('video', 'reading', 'discussion')
            as counts_for_grade,
        coalesce(item_kinds.item_kind, 'other') as item_kind
    from items
    left join item_kinds
        on lower(items.category) = item_kinds.item_type

),

final as (

    select
        platform,
        course_branch_id,
        block_id as item_id,
        module_id,
        lesson_id,
        unit_id,
        block_name as item_name,
        lower(category) as item_type,
        case
            when item_kind = 'quiz_practice' and counts_for_grade then 'quiz_graded'
            else item_kind
        end as item_kind,
        counts_for_grade as is_graded,
        row_number() over (
            partition by platform, course_branch_id, module_id, lesson_id, is_in_branch
            order by depth_first_order nulls last, {{ byte_order('block_id') }}
        ) - 1 as item_order,
        depth_first_order as branch_order,
        is_in_branch as is_current
    from judged_items

)

select * from final
