with

branch_grades as (

    select * from {{ ref('int_grades__branch_grades') }}

),

branches as (

    select * from {{ ref('int_content__branches') }}

),

branches_in_force as (

    select * from {{ ref('int_enrollments__branches_in_force') }}

),

passing_states as (

    select * from {{ ref('passing_states') }}

),

placed_grades as (

    select
        branch_grades.platform,
        branch_grades.user_id,
        branch_grades.course_branch_id,
        branches.course_id,
        branch_grades.passing_state_id,
        branch_grades.grade,
        branch_grades.passed_item_count,
        branch_grades.graded_at
    from branch_grades
    left join branches
        on branch_grades.platform = branches.platform
        and branch_grades.course_branch_id = branches.course_branch_id

),

final as (

    select
        placed_grades.platform,
        placed_grades.user_id,
        placed_grades.course_branch_id,
        placed_grades.course_id,
        passing_states.passing_state,
        coalesce(
            placed_grades.course_branch_id
            = coalesce(branches_in_force.course_branch_id, placed_grades.course_id),
            false
        ) as is_in_force,
        coalesce(passing_states.is_passed, false) as is_passed,
        coalesce(passing_states.is_verified_passed, false) as is_verified_passed,
        placed_grades.grade,
        placed_grades.passed_item_count,
        placed_grades.graded_at
    from placed_grades
    left join branches_in_force
        on placed_grades.platform = branches_in_force.platform
        and placed_grades.user_id = branches_in_force.user_id
        and placed_grades.course_id = branches_in_force.course_id
    left join passing_states
        on placed_grades.passing_state_id = passing_states.passing_state_id

)

select * from final
