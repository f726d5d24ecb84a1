with

course_grades as (

    select * from {{ ref('int_grades__course_grades') }}

),

branch_grades as (

    select * from {{ ref('int_grades__branch_grades') }}

),

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}

),

passing_states as (

    select * from {{ ref('passing_states') }}

),

learner_grades as (

    select
        course_grades.platform,
        course_grades.user_id,
        course_grades.course_id,
        coalesce(enrollments.course_branch_id, course_grades.course_id) as course_branch_id,
        course_grades.passing_state_id,
        coalesce(enrollments.was_enrolled, false) as was_enrolled,
        course_grades.grade,
        course_grades.verified_grade,
        course_grades.passed_item_count,
        course_grades.graded_at
    from course_grades
    left join enrollments
        on course_grades.platform = enrollments.platform
        and course_grades.user_id = enrollments.user_id
        and course_grades.course_id = enrollments.course_id

),

final as (

    select
        learner_grades.platform,
        learner_grades.user_id,
        learner_grades.course_id,
        learner_grades.course_branch_id,
        passing_states.passing_state,
        learner_grades.was_enrolled,
        coalesce(passing_states.is_passed, false) as is_passed,
        coalesce(passing_states.is_verified_passed, false) as is_verified_passed,
        learner_grades.grade,
        learner_grades.verified_grade,
        branch_grades.grade as branch_grade,
        -- The guide's changelog: the exported count is right for the original version only.
        case
            when learner_grades.course_branch_id = learner_grades.course_id
                then learner_grades.passed_item_count
        end as passed_item_count,
        learner_grades.graded_at
    from learner_grades
    left join branch_grades
        on learner_grades.platform = branch_grades.platform
        and learner_grades.user_id = branch_grades.user_id
        and learner_grades.course_branch_id = branch_grades.course_branch_id
    left join passing_states
        on learner_grades.passing_state_id = passing_states.passing_state_id

)

select * from final
