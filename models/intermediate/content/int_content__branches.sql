{# One row per branch that any export names, and per course without branches, such as every course run of
   edX: its original branch. #}
with

exported_branches as (

    select * from {{ ref('stg_coursera__course_branches') }}

),

courses as (

    select platform, course_id from {{ ref('stg_coursera__courses') }}

    union

    select platform, course_id from {{ ref('stg_coursera__course_modules') }}
    where is_current

    union

    select platform, course_id from {{ ref('stg_coursera__course_lessons') }}
    where is_current

    union

    select platform, course_id from {{ ref('stg_coursera__course_items') }}
    where is_current

),

branch_contents as (

    select platform, course_branch_id from {{ ref('stg_coursera__course_branch_modules') }}

    union

    select platform, course_branch_id from {{ ref('stg_coursera__course_branch_lessons') }}

    union

    select platform, course_branch_id from {{ ref('stg_coursera__course_branch_items') }}

),

-- Exports before July 2016 know no branches: what a course holds is its original branch.
implied_branches as (

    select
        courses.platform,
        courses.course_id,
        branch_contents.course_branch_id is null as is_built_from_course_tables
    from courses
    left join branch_contents
        on courses.platform = branch_contents.platform
        and courses.course_id = branch_contents.course_branch_id
    where not exists (
        select 1
        from exported_branches
        where
            exported_branches.platform = courses.platform
            and (
                exported_branches.course_id = courses.course_id
                or exported_branches.course_branch_id = courses.course_id
            )
    )

),

edx_courses as (

    select * from {{ ref('int_content__edx_courses') }}

),

branches as (

    select
        platform,
        course_branch_id,
        course_id,
        branch_name,
        changes_description,
        coalesce(course_branch_id = course_id, false) as is_original,
        is_current,
        false as is_built_from_course_tables,
        created_at
    from exported_branches

    union all

    select
        platform,
        course_id as course_branch_id,
        course_id,
        cast(null as {{ dbt.type_string() }}) as branch_name,
        cast(null as {{ dbt.type_string() }}) as changes_description,
        true as is_original,
        true as is_current,
        is_built_from_course_tables,
        cast(null as {{ dbt.type_timestamp() }}) as created_at
    from implied_branches

    union all

    select
        platform,
        course_id as course_branch_id,
        course_id,
        cast(null as {{ dbt.type_string() }}) as branch_name,
        cast(null as {{ dbt.type_string() }}) as changes_description,
        true as is_original,
        true as is_current,
        false as is_built_from_course_tables,
        cast(null as {{ dbt.type_timestamp() }}) as created_at
    from edx_courses

),

final as (

    select
        platform,
        course_branch_id,
        course_id,
        branch_name,
        changes_description,
        is_original,
        is_current,
        is_built_from_course_tables,
        row_number() over (
            partition by platform, course_id, is_current
            order by
                is_original desc,
                created_at asc nulls last,
                {{ byte_order('course_branch_id') }} asc
        ) as branch_number,
        created_at
    from branches

)

select * from final
