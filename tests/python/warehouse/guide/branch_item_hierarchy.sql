select
    course_branch_items.course_branch_id,
    course_branch_items.course_item_id,
    course_branch_items.course_lesson_id,
    course_branch_lessons.course_module_id,
    course_branch_modules.course_branch_module_order,
    course_branch_lessons.course_branch_lesson_order,
    course_branch_items.course_branch_item_order,
    course_branch_items.course_item_type_id
from coursera.course_branch_items
left join coursera.course_branch_lessons
    on course_branch_items.course_branch_id = course_branch_lessons.course_branch_id
    and course_branch_items.course_lesson_id = course_branch_lessons.course_lesson_id
left join coursera.course_branch_modules
    on course_branch_lessons.course_branch_id = course_branch_modules.course_branch_id
    and course_branch_lessons.course_module_id = course_branch_modules.course_module_id
