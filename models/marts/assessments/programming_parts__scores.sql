with

marks as (

    select * from {{ ref('int_assessments__programming_part_marks') }}

),

assignment_parts as (

    select * from {{ ref('int_assessments__programming_assignment_parts') }}

),

submissions as (

    select * from {{ ref('int_assessments__programming_submissions') }}

),

final as (

    select
        marks.platform,
        marks.programming_submission_id,
        marks.programming_assignment_id,
        marks.part_id,
        submissions.course_id,
        submissions.item_id,
        submissions.programming_assignments_user_id,
        submissions.user_id,
        assignment_parts.part_type,
        assignment_parts.part_title,
        marks.run_status,
        assignment_parts.is_optional,
        marks.score is not null as is_scored,
        assignment_parts.part_order,
        marks.score,
        assignment_parts.max_score,
        {{ safe_divide('marks.score', 'assignment_parts.max_score') }} as score_fraction,
        {{ seconds_between('submissions.created_at', 'marks.graded_at') }} as grading_seconds,
        submissions.created_at as submitted_at,
        marks.run_started_at,
        marks.graded_at
    from marks
    left join submissions
        on marks.platform = submissions.platform
        and marks.programming_submission_id = submissions.programming_submission_id
        and marks.programming_assignment_id = submissions.programming_assignment_id
    left join assignment_parts
        on marks.platform = assignment_parts.platform
        and marks.programming_assignment_id = assignment_parts.programming_assignment_id
        and marks.part_id = assignment_parts.part_id

)

select * from final
