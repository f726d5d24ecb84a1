{# One row per branch and module ever exported: of Coursera from the branch tables or those of the original
   branch, of edX the chapters. #}
with

branches as (

    select * from {{ ref('int_content__branches') }}

),

branch_modules as (

    select * from {{ ref('stg_coursera__course_branch_modules') }}

),

course_modules as (

    select * from {{ ref('stg_coursera__course_modules') }}

),

edx_blocks as (

    select * from {{ ref('int_content__edx_blocks') }}
    where block_level = 'module'

),

final as (

    select
        platform,
        course_branch_id,
        module_id,
        module_name,
        module_order,
        is_current
    from branch_modules

    union all

    select
        course_modules.platform,
        course_modules.course_id as course_branch_id,
        course_modules.module_id,
        course_modules.module_name,
        course_modules.module_order,
        course_modules.is_current
    from course_modules
    inner join branches
        on course_modules.platform = branches.platform
        and course_modules.course_id = branches.course_branch_id
    where branches.is_built_from_course_tables

    union all

    select
        platform,
        course_branch_id,
        block_id as module_id,
        block_name as module_name,
        child_position - 1 as module_order,
        is_in_branch as is_current
    from edx_blocks

)

select * from final
