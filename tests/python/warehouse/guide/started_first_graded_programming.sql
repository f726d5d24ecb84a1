with

ranked_items as (

    select
        course_branches.course_id,
        course_branch_items.course_item_id,
        row_number() over (
            partition by course_branches.course_id
            order by
                course_branch_modules.course_branch_module_order,
                course_branch_lessons.course_branch_lesson_order,
                course_branch_items.course_branch_item_order
        ) as course_order
    from coursera.course_branch_items
    inner join coursera.course_branches
        on course_branch_items.course_branch_id = course_branches.course_branch_id
    inner join coursera.course_item_types
        on course_branch_items.course_item_type_id = course_item_types.course_item_type_id
    inner join coursera.course_branch_lessons
        on course_branch_items.course_branch_id = course_branch_lessons.course_branch_id
        and course_branch_items.course_lesson_id = course_branch_lessons.course_lesson_id
    inner join coursera.course_branch_modules
        on course_branch_lessons.course_branch_id = course_branch_modules.course_branch_id
        and course_branch_lessons.course_module_id = course_branch_modules.course_module_id
    where
        course_item_types.course_item_type_desc = 'graded programming'
        and course_branches.course_branch_id = course_branches.course_id

)

select
    course_progress.course_id,
    count(distinct course_progress.user_id) as num_learners
from coursera.course_progress
inner join ranked_items
    on course_progress.course_id = ranked_items.course_id
    and course_progress.course_item_id = ranked_items.course_item_id
inner join coursera.course_progress_state_types
    on course_progress.course_progress_state_type_id
    = course_progress_state_types.course_progress_state_type_id
where
    ranked_items.course_order = 1
    and course_progress_state_types.course_progress_state_type_desc = 'started'
group by course_progress.course_id
