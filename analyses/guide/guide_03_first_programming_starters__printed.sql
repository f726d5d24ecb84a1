{# The guide's example "learners who started the first graded programming item": one row per course. WRONG as
   soon as a course has a second branch: in the first edition of the guide lessons and modules are joined by
   their own ids alone, which are unique only inside a branch, so an item is repeated for every pair of
   branches that share its lesson, and another branch's order can make another item the first. It also misses
   the older type "programming", which is graded too, and learners who passed the item at once, whom no row
   says to have started it; and it counts staff as learners. #}
with

all_programming_assignments as (

    select
        branches.course_id,
        items.course_item_id,
        row_number() over (
            partition by branches.course_id
            order by
                modules.course_branch_module_order,
                lessons.course_branch_lesson_order,
                items.course_branch_item_order
        ) as item_rank
    from {{ source('coursera', 'course_branch_items') }} as items
    inner join {{ source('coursera', 'course_branches') }} as branches
        on items.course_branch_id = branches.course_branch_id
    inner join {{ source('coursera', 'course_item_types') }} as item_types
        on items.course_item_type_id = item_types.course_item_type_id
    inner join {{ source('coursera', 'course_branch_lessons') }} as lessons
        on items.course_lesson_id = lessons.course_lesson_id
    inner join {{ source('coursera', 'course_branch_modules') }} as modules
        on lessons.course_module_id = modules.course_module_id
    where
        item_types.course_item_type_desc = 'graded programming'
        and branches.course_branch_id = branches.course_id

),

first_programming_assignment as (

    select course_id, course_item_id
    from all_programming_assignments
    where item_rank = 1

)

select
    progress.course_id,
    count(distinct progress.user_id) as num_learners
from {{ source('coursera', 'course_progress') }} as progress
inner join first_programming_assignment
    on progress.course_id = first_programming_assignment.course_id
    and progress.course_item_id = first_programming_assignment.course_item_id
inner join {{ source('coursera', 'course_progress_state_types') }} as state_types
    on progress.course_progress_state_type_id = state_types.course_progress_state_type_id
where state_types.course_progress_state_type_desc = 'started'
group by progress.course_id
