{# One row per submission of a programming assignment, at its one place: an assignment stands in many
   branches, a submission is made in one. #}
with

submissions as (

    select * from {{ ref('stg_coursera__programming_submissions') }}

),

assignments as (

    select * from {{ ref('int_assessments__programming_assignments') }}

),

places as (

    select * from {{ ref('int_assessments__programming_places') }}
    where rank_in_branch = 1

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'programming_assignments'

),

branches_in_force as (

    select * from {{ ref('int_enrollments__branches_in_force') }}

),

known_submissions as (

    select
        submissions.*,
        {{ to_integer(regex_extract('submissions.programming_assignment_id', '@([0-9]+)$')) }}
            as assignment_version,
        coalesce(
            assignments.programming_assignment_base_id,
            {{ regex_extract('submissions.programming_assignment_id', '^([^@]+)@') }},
            submissions.programming_assignment_id
        ) as programming_assignment_base_id,
        assignments.assignment_type,
        assignments.passing_fraction,
        assignments.max_score,
        assignments.course_id,
        assignments.item_id,
        assignments.only_branch_id,
        coalesce(assignments.branch_count, 0) as branch_count,
        domain_ids.user_id
    from submissions
    left join assignments
        on submissions.platform = assignments.platform
        and submissions.programming_assignment_id = assignments.programming_assignment_id
    left join domain_ids
        on submissions.platform = domain_ids.platform
        and submissions.programming_assignments_user_id = domain_ids.domain_user_id

),

-- Of a learner who is not known, the branch in force is not known either: not even that it is the original.
learner_submissions as (

    select
        known_submissions.*,
        case
            when known_submissions.user_id is not null
                then coalesce(branches_in_force.course_branch_id, known_submissions.course_id)
        end as branch_in_force_id
    from known_submissions
    left join branches_in_force
        on known_submissions.platform = branches_in_force.platform
        and known_submissions.user_id = branches_in_force.user_id
        and known_submissions.course_id = branches_in_force.course_id

),

final as (

    select
        learner_submissions.platform,
        learner_submissions.programming_submission_id,
        learner_submissions.programming_assignment_id,
        learner_submissions.programming_assignment_base_id,
        learner_submissions.assignment_version,
        learner_submissions.course_id,
        coalesce(places.item_id, learner_submissions.item_id) as item_id,
        coalesce(
            places.course_branch_id, learner_submissions.only_branch_id
        ) as course_branch_id,
        learner_submissions.programming_assignments_user_id,
        learner_submissions.user_id,
        learner_submissions.assignment_type,
        learner_submissions.grading_status,
        learner_submissions.is_auto_submission,
        learner_submissions.branch_count,
        learner_submissions.score,
        learner_submissions.max_score,
        learner_submissions.passing_fraction,
        {{ safe_divide('learner_submissions.score', 'learner_submissions.max_score') }}
            as score_fraction,
        learner_submissions.created_at
    from learner_submissions
    left join places
        on learner_submissions.platform = places.platform
        and learner_submissions.programming_assignment_id = places.programming_assignment_id
        and learner_submissions.branch_in_force_id = places.course_branch_id

)

select * from final
