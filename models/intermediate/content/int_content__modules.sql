{# One row per branch and module ever exported, from the branch tables or those of the original branch. #}
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

)

select * from final
