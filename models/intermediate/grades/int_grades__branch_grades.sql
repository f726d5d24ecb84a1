{# One row per user and branch with a grade: the latest one. #}
with

branch_grades as (

    select
        platform,
        user_id,
        course_branch_id,
        passing_state_id,
        grade,
        passed_item_count,
        graded_at
    from {{ ref('stg_coursera__course_branch_grades') }}

    union all

    -- An edX course run is its own only branch.
    select
        platform,
        user_id,
        course_id as course_branch_id,
        passing_state_id,
        grade,
        cast(null as {{ dbt.type_bigint() }}) as passed_item_count,
        graded_at
    from {{ ref('int_grades__edx_course_grades') }}

),

ranked_grades as (

    select
        branch_grades.*,
        row_number() over (
            partition by
                branch_grades.platform, branch_grades.user_id, branch_grades.course_branch_id
            order by branch_grades.graded_at desc nulls last
        ) as grade_rank
    from branch_grades

),

final as (

    select
        ranked_grades.platform,
        ranked_grades.user_id,
        ranked_grades.course_branch_id,
        ranked_grades.passing_state_id,
        ranked_grades.grade,
        ranked_grades.passed_item_count,
        ranked_grades.graded_at
    from ranked_grades
    where ranked_grades.grade_rank = 1

)

select * from final
