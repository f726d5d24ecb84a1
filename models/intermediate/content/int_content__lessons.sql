{# One row per branch and lesson ever exported: of Coursera from the branch tables or those of the original
   branch, of edX the sequentials and their like. #}
with

branches as (

    select * from {{ ref('int_content__branches') }}

),

branch_lessons as (

    select * from {{ ref('stg_coursera__course_branch_lessons') }}

),

course_lessons as (

    select * from {{ ref('stg_coursera__course_lessons') }}

),

edx_blocks as (

    select * from {{ ref('int_content__edx_blocks') }}
    where block_level = 'lesson'

),

final as (

    select
        platform,
        course_branch_id,
        lesson_id,
        module_id,
        lesson_name,
        lesson_order,
        is_current
    from branch_lessons

    union all

    select
        course_lessons.platform,
        course_lessons.course_id as course_branch_id,
        course_lessons.lesson_id,
        course_lessons.module_id,
        course_lessons.lesson_name,
        course_lessons.lesson_order,
        course_lessons.is_current
    from course_lessons
    inner join branches
        on course_lessons.platform = branches.platform
        and course_lessons.course_id = branches.course_branch_id
    where branches.is_built_from_course_tables

    union all

    select
        platform,
        course_branch_id,
        block_id as lesson_id,
        module_id,
        block_name as lesson_name,
        child_position - 1 as lesson_order,
        is_in_branch as is_current
    from edx_blocks

)

select * from final
