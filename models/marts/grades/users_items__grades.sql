with

item_grades as (

    select * from {{ ref('int_grades__item_grades') }}

),

branches_in_force as (

    select * from {{ ref('int_enrollments__branches_in_force') }}

),

branch_items as (

    select * from {{ ref('branches_items__content_order') }}
    where is_in_branch

),

passing_states as (

    select * from {{ ref('passing_states') }}

),

learner_grades as (

    select
        item_grades.platform,
        item_grades.user_id,
        item_grades.course_id,
        item_grades.item_id,
        coalesce(branches_in_force.course_branch_id, item_grades.course_id) as course_branch_id,
        item_grades.passing_state_id,
        item_grades.is_summative,
        item_grades.has_passing_state,
        item_grades.grade,
        item_grades.points,
        item_grades.max_points,
        item_grades.graded_at
    from item_grades
    left join branches_in_force
        on item_grades.platform = branches_in_force.platform
        and item_grades.user_id = branches_in_force.user_id
        and item_grades.course_id = branches_in_force.course_id

),

final as (

    select
        learner_grades.platform,
        learner_grades.user_id,
        learner_grades.course_id,
        learner_grades.item_id,
        learner_grades.course_branch_id,
        passing_states.passing_state,
        branch_items.item_id is not null as is_in_branch,
        learner_grades.is_summative,
        -- A practice quiz is neither passed nor failed, nor is a problem on edX: nothing states it.
        case
            when learner_grades.has_passing_state then coalesce(passing_states.is_passed, false)
        end as is_passed,
        case
            when learner_grades.has_passing_state
                then coalesce(passing_states.is_verified_passed, false)
        end as is_verified_passed,
        learner_grades.grade,
        learner_grades.points,
        learner_grades.max_points,
        learner_grades.graded_at
    from learner_grades
    left join branch_items
        on learner_grades.platform = branch_items.platform
        and learner_grades.course_branch_id = branch_items.course_branch_id
        and learner_grades.item_id = branch_items.item_id
    left join passing_states
        on learner_grades.passing_state_id = passing_states.passing_state_id

)

select * from final
