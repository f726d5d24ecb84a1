with

items as (

    select * from {{ ref('branches_items__content_order') }}
    where is_in_branch

),

branches as (

    select * from {{ ref('course_branches') }}

),

branch_pairs as (

    select
        branches.platform,
        branches.course_branch_id,
        branches.course_id,
        previous_branches.course_branch_id as previous_course_branch_id
    from branches
    left join branches as previous_branches
        on branches.platform = previous_branches.platform
        and branches.course_id = previous_branches.course_id
        and branches.branch_number = previous_branches.branch_number + 1

),

current_items as (

    select
        branch_pairs.platform,
        branch_pairs.course_branch_id,
        items.item_id,
        items.item_name,
        items.item_kind,
        items.lesson_id,
        items.module_id,
        items.position
    from branch_pairs
    inner join items
        on branch_pairs.platform = items.platform
        and branch_pairs.course_branch_id = items.course_branch_id

),

previous_items as (

    select
        branch_pairs.platform,
        branch_pairs.course_branch_id,
        items.item_id,
        items.item_name,
        items.item_kind,
        items.lesson_id,
        items.module_id,
        items.position
    from branch_pairs
    inner join items
        on branch_pairs.platform = items.platform
        and branch_pairs.previous_course_branch_id = items.course_branch_id

),

compared_items as (

    select
        coalesce(current_items.platform, previous_items.platform) as platform,
        coalesce(
            current_items.course_branch_id, previous_items.course_branch_id
        ) as course_branch_id,
        coalesce(current_items.item_id, previous_items.item_id) as item_id,
        current_items.item_name,
        previous_items.item_name as previous_item_name,
        coalesce(current_items.item_kind, previous_items.item_kind) as item_kind,
        current_items.lesson_id,
        previous_items.lesson_id as previous_lesson_id,
        current_items.module_id,
        previous_items.module_id as previous_module_id,
        current_items.position,
        previous_items.position as previous_position,
        case
            when previous_items.item_id is null then 'new'
            when current_items.item_id is null then 'gone'
            when {{ differs('current_items.module_id', 'previous_items.module_id') }} then 'elsewhere'
            when {{ differs('current_items.lesson_id', 'previous_items.lesson_id') }} then 'elsewhere'
            else 'same lesson'
        end as whereabouts
    from current_items
    full outer join previous_items
        on current_items.platform = previous_items.platform
        and current_items.course_branch_id = previous_items.course_branch_id
        and current_items.item_id = previous_items.item_id

),

-- Only the order among items that stayed in the lesson tells a move: an item put in before others
-- shifts their numbers without moving them.
ranked_items as (

    select
        *,
        row_number() over (
            partition by platform, course_branch_id, whereabouts, lesson_id order by position
        ) as lesson_rank,
        row_number() over (
            partition by platform, course_branch_id, whereabouts, lesson_id
            order by previous_position
        ) as previous_lesson_rank
    from compared_items

),

final as (

    select
        ranked_items.platform,
        ranked_items.course_branch_id,
        ranked_items.item_id,
        branch_pairs.course_id,
        branch_pairs.previous_course_branch_id,
        ranked_items.module_id,
        ranked_items.previous_module_id,
        ranked_items.lesson_id,
        ranked_items.previous_lesson_id,
        ranked_items.item_name,
        ranked_items.previous_item_name,
        ranked_items.item_kind,
        branch_pairs.previous_course_branch_id is not null
        and ranked_items.whereabouts = 'new' as was_added,
        ranked_items.whereabouts = 'gone' as was_removed,
        ranked_items.whereabouts = 'elsewhere'
        or (
            ranked_items.whereabouts = 'same lesson'
            and ranked_items.lesson_rank <> ranked_items.previous_lesson_rank
        ) as was_moved,
        ranked_items.whereabouts in ('same lesson', 'elsewhere')
        and {{ differs('ranked_items.item_name', 'ranked_items.previous_item_name') }} as was_renamed
    from ranked_items
    inner join branch_pairs
        on ranked_items.platform = branch_pairs.platform
        and ranked_items.course_branch_id = branch_pairs.course_branch_id

)

select * from final
