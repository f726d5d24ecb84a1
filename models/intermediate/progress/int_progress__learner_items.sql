{# One row per learner and item of the own branch with progress: how far along the course it lies. #}
with

item_progress as (

    select * from {{ ref('users_items__progress') }}

),

learners as (

    select * from {{ ref('users_courses__enrollments') }}
    where was_enrolled

),

items as (

    select * from {{ ref('branches_items__content_order') }}
    where is_in_branch

),

placed_items as (

    select
        item_progress.platform,
        item_progress.user_id,
        item_progress.course_id,
        item_progress.item_id,
        item_progress.course_branch_id,
        item_progress.is_completed,
        learners.is_completed as is_course_completed,
        items.position,
        max(items.position) over (
            partition by item_progress.platform, item_progress.user_id, item_progress.course_id
        ) as furthest_position,
        -- Of items touched in the same second the later one is the last, so nobody counts twice.
        row_number() over (
            partition by item_progress.platform, item_progress.user_id, item_progress.course_id
            order by item_progress.last_event_at desc nulls last, items.position desc nulls last
        ) as recency_rank
    from item_progress
    inner join learners
        on item_progress.platform = learners.platform
        and item_progress.user_id = learners.user_id
        and item_progress.course_id = learners.course_id
    inner join items
        on item_progress.platform = items.platform
        and item_progress.course_branch_id = items.course_branch_id
        and item_progress.item_id = items.item_id

),

final as (

    select
        placed_items.platform,
        placed_items.user_id,
        placed_items.course_id,
        placed_items.item_id,
        placed_items.course_branch_id,
        placed_items.is_completed,
        placed_items.is_course_completed,
        placed_items.position = placed_items.furthest_position as is_furthest_item,
        placed_items.recency_rank = 1 as is_last_item
    from placed_items

)

select * from final
