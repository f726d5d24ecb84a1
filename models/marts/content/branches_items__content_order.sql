with

items as (

    select * from {{ ref('int_content__items') }}

),

lessons as (

    select * from {{ ref('int_content__lessons') }}

),

modules as (

    select * from {{ ref('int_content__modules') }}

),

branches as (

    select * from {{ ref('int_content__branches') }}

),

item_types as (

    select * from {{ ref('stg_coursera__course_item_types') }}

),

item_kinds as (

    select * from {{ ref('item_kinds') }}

),

-- Ids of items, lessons and modules are unique only inside a branch: every join carries the branch.
placed_items as (

    select
        items.platform,
        items.course_branch_id,
        items.item_id,
        branches.course_id,
        coalesce(lessons.module_id, items.module_id) as module_id,
        items.lesson_id,
        items.unit_id,
        items.item_name,
        lessons.lesson_name,
        modules.module_name,
        coalesce(items.item_kind, item_kinds.item_kind, 'other') as item_kind,
        coalesce(items.item_type, item_types.item_type) as item_type,
        coalesce(items.is_graded, item_types.is_graded, false) as is_graded,
        coalesce(items.is_optional, false) as is_optional,
        coalesce(branches.is_original, false) as is_original,
        items.is_current as is_in_branch,
        modules.module_order,
        lessons.lesson_order,
        items.item_order,
        items.branch_order
    from items
    left join lessons
        on items.platform = lessons.platform
        and items.course_branch_id = lessons.course_branch_id
        and items.lesson_id = lessons.lesson_id
    left join modules
        on items.platform = modules.platform
        and items.course_branch_id = modules.course_branch_id
        and coalesce(lessons.module_id, items.module_id) = modules.module_id
    left join branches
        on items.platform = branches.platform
        and items.course_branch_id = branches.course_branch_id
    left join item_types
        on items.platform = item_types.platform
        and items.item_type_id = item_types.item_type_id
    left join item_kinds
        on lower(item_types.item_type) = item_kinds.item_type

),

ranked_items as (

    select
        *,
        row_number() over (
            partition by platform, course_branch_id, is_in_branch
            order by
                branch_order nulls last,
                module_order nulls last,
                lesson_order nulls last,
                item_order nulls last,
                {{ byte_order('module_id') }} nulls last,
                {{ byte_order('lesson_id') }} nulls last,
                {{ byte_order('item_id') }}
        ) as order_rank
    from placed_items

),

final as (

    select
        platform,
        course_branch_id,
        item_id,
        course_id,
        module_id,
        lesson_id,
        unit_id,
        item_name,
        lesson_name,
        module_name,
        {{ location_part('module_order') }}
        || '.'
        || {{ location_part('lesson_order') }}
        || '.'
        || {{ location_part('item_order') }} as location,
        item_kind,
        item_type,
        is_graded,
        is_optional,
        is_original,
        is_in_branch,
        module_order,
        lesson_order,
        item_order,
        cast(case when is_in_branch then order_rank end as {{ dbt.type_bigint() }}) as position
    from ranked_items

)

select * from final
