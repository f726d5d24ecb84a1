with

submissions as (

    select * from {{ ref('int_assessments__programming_submissions') }}

),

marks as (

    select * from {{ ref('int_assessments__programming_part_marks') }}

),

part_counts as (

    select
        platform,
        programming_submission_id,
        programming_assignment_id,
        count(*) as part_count,
        count(score) as scored_part_count
    from marks
    group by platform, programming_submission_id, programming_assignment_id

),

numbered_submissions as (

    select
        submissions.*,
        row_number() over (
            partition by
                submissions.platform,
                submissions.programming_assignments_user_id,
                submissions.programming_assignment_base_id
            order by
                submissions.created_at asc nulls last,
                {{ byte_order('submissions.programming_submission_id') }} asc
        ) as attempt_number,
        count(*) over (
            partition by
                submissions.platform,
                submissions.programming_assignments_user_id,
                submissions.programming_assignment_base_id
        ) as attempt_count,
        row_number() over (
            partition by
                submissions.platform,
                submissions.programming_assignments_user_id,
                submissions.programming_assignment_base_id
            order by
                submissions.score_fraction desc nulls last,
                case when submissions.score_fraction is null then submissions.score end desc nulls last,
                submissions.created_at asc nulls last,
                {{ byte_order('submissions.programming_submission_id') }} asc
        ) as score_rank
    from submissions

),

final as (

    select
        numbered_submissions.platform,
        numbered_submissions.programming_submission_id,
        numbered_submissions.programming_assignment_id,
        numbered_submissions.programming_assignment_base_id,
        numbered_submissions.assignment_version,
        numbered_submissions.course_id,
        numbered_submissions.item_id,
        numbered_submissions.course_branch_id,
        numbered_submissions.programming_assignments_user_id,
        numbered_submissions.user_id,
        numbered_submissions.assignment_type,
        numbered_submissions.grading_status,
        numbered_submissions.is_auto_submission,
        numbered_submissions.score_fraction >= numbered_submissions.passing_fraction as is_passed,
        numbered_submissions.attempt_number = 1 as is_first,
        numbered_submissions.attempt_number = numbered_submissions.attempt_count as is_last,
        numbered_submissions.score_rank = 1
        and numbered_submissions.score is not null as is_best,
        cast(numbered_submissions.attempt_number as {{ dbt.type_bigint() }}) as attempt_number,
        numbered_submissions.branch_count,
        coalesce(part_counts.part_count, 0) as part_count,
        coalesce(part_counts.scored_part_count, 0) as scored_part_count,
        numbered_submissions.score,
        numbered_submissions.max_score,
        numbered_submissions.score_fraction,
        numbered_submissions.passing_fraction,
        numbered_submissions.created_at
    from numbered_submissions
    left join part_counts
        on numbered_submissions.platform = part_counts.platform
        and numbered_submissions.programming_submission_id = part_counts.programming_submission_id
        and numbered_submissions.programming_assignment_id = part_counts.programming_assignment_id

)

select * from final
