with

branches as (

    select * from {{ ref('int_content__branches') }}

),

modules as (

    select * from {{ ref('int_content__modules') }}

),

lessons as (

    select * from {{ ref('int_content__lessons') }}

),

items as (

    select * from {{ ref('branches_items__content_order') }}

),

module_counts as (

    select
        platform,
        course_branch_id,
        count(*) as module_count
    from modules
    where is_current
    group by platform, course_branch_id

),

lesson_counts as (

    select
        platform,
        course_branch_id,
        count(*) as lesson_count
    from lessons
    where is_current
    group by platform, course_branch_id

),

item_counts as (

    select
        platform,
        course_branch_id,
        count(*) as item_count,
        count(*) filter (where is_graded) as graded_item_count
    from items
    where is_in_branch
    group by platform, course_branch_id

),

final as (

    select
        branches.platform,
        branches.course_branch_id,
        branches.course_id,
        branches.branch_name,
        branches.changes_description,
        branches.is_original,
        cast(branches.branch_number as {{ dbt.type_bigint() }}) as branch_number,
        coalesce(module_counts.module_count, 0) as module_count,
        coalesce(lesson_counts.lesson_count, 0) as lesson_count,
        coalesce(item_counts.item_count, 0) as item_count,
        coalesce(item_counts.graded_item_count, 0) as graded_item_count,
        branches.created_at
    from branches
    left join module_counts
        on branches.platform = module_counts.platform
        and branches.course_branch_id = module_counts.course_branch_id
    left join lesson_counts
        on branches.platform = lesson_counts.platform
        and branches.course_branch_id = lesson_counts.course_branch_id
    left join item_counts
        on branches.platform = item_counts.platform
        and branches.course_branch_id = item_counts.course_branch_id
    where branches.is_current

)

select * from final
