{# One row per branch and item ever exported: of Coursera from the branch tables or those of the original
   branch, of edX the blocks that hold no others. #}
with

branches as (

    select * from {{ ref('int_content__branches') }}

),

branch_items as (

    select * from {{ ref('stg_coursera__course_branch_items') }}

),

course_items as (

    select * from {{ ref('stg_coursera__course_items') }}

),

edx_items as (

    select * from {{ ref('int_content__edx_items') }}

),

-- Where a course has branch tables, its deprecated table still names items that were deleted before
-- the first export with branches.
items_of_original_branches as (

    select course_items.*
    from course_items
    inner join branches
        on course_items.platform = branches.platform
        and course_items.course_id = branches.course_branch_id
    left join branch_items
        on course_items.platform = branch_items.platform
        and course_items.course_id = branch_items.course_branch_id
        and course_items.item_id = branch_items.item_id
    where
        branches.is_built_from_course_tables
        or (branch_items.item_id is null and not course_items.is_current)

),

final as (

    select
        platform,
        course_branch_id,
        item_id,
        cast(null as {{ dbt.type_string() }}) as module_id,
        lesson_id,
        cast(null as {{ dbt.type_string() }}) as unit_id,
        item_name,
        item_type_id,
        cast(null as {{ dbt.type_string() }}) as item_type,
        cast(null as {{ dbt.type_string() }}) as item_kind,
        is_graded,
        is_optional,
        item_order,
        cast(null as {{ dbt.type_bigint() }}) as branch_order,
        is_current
    from branch_items

    union all

    select
        platform,
        course_id as course_branch_id,
        item_id,
        cast(null as {{ dbt.type_string() }}) as module_id,
        lesson_id,
        cast(null as {{ dbt.type_string() }}) as unit_id,
        item_name,
        item_type_id,
        cast(null as {{ dbt.type_string() }}) as item_type,
        cast(null as {{ dbt.type_string() }}) as item_kind,
        cast(null as {{ dbt.type_boolean() }}) as is_graded,
        is_optional,
        item_order,
        cast(null as {{ dbt.type_bigint() }}) as branch_order,
        is_current
    from items_of_original_branches

    union all

    select
        platform,
        course_branch_id,
        item_id,
        module_id,
        lesson_id,
        unit_id,
        item_name,
        cast(null as {{ dbt.type_bigint() }}) as item_type_id,
        item_type,
        item_kind,
        is_graded,
        cast(null as {{ dbt.type_boolean() }}) as is_optional,
        item_order,
        branch_order,
        is_current
    from edx_items

)

select * from final
