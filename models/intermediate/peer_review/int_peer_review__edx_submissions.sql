{# One row per submission to an open response assessment of edX: its author, its place and the score that
   stands. #}
{{ config(materialized='table') }}

with

student_items as (

    select * from {{ ref('stg_edx__submissions_studentitem') }}

),

scores as (

    select * from {{ ref('int_peer_review__edx_scores') }}

),

peer_workflows as (

    select
        platform,
        course_id,
        submission_uuid,
        min(grading_completed_at) as grading_completed_at,
        min(cancelled_at) as cancelled_at
    from {{ ref('stg_edx__assessment_peerworkflow') }}
    group by platform, course_id, submission_uuid

),

cancelled_workflows as (

    select
        platform,
        course_id,
        submission_uuid,
        min(status_changed_at) as cancelled_at
    from {{ ref('stg_edx__workflow_assessmentworkflow') }}
    where workflow_status = 'cancelled'
    group by platform, course_id, submission_uuid

),

anonymous_ids as (

    select
        platform,
        course_id,
        anonymous_user_id,
        min(user_id) as user_id
    from {{ ref('stg_edx__student_anonymoususerid') }}
    group by platform, course_id, anonymous_user_id

),

staff_assessments as (

    select
        platform,
        course_id,
        submission_uuid
    from {{ ref('stg_edx__assessment_assessment') }}
    where score_type = 'ST'
    group by platform, course_id, submission_uuid

),

-- The uuid is not enforced: of rows that share one the last stands.
ranked_submissions as (

    select
        submissions.*,
        row_number() over (
            partition by submissions.platform, submissions.submission_uuid
            order by submissions.submitted_at desc nulls last, submissions.submission_row_id desc
        ) as uuid_rank
    from {{ ref('stg_edx__submissions_submission') }} as submissions
    where submissions.submission_uuid is not null

),

final as (

    select
        submissions.platform,
        submissions.submission_uuid as peer_submission_id,
        {{ edx_peer_assignment_id('submissions.course_id', 'student_items.block_id') }}
            as peer_assignment_id,
        coalesce(anonymous_ids.user_id, student_items.anonymous_user_id)
            as peer_assignments_user_id,
        submissions.course_id,
        student_items.block_id as item_id,
        coalesce(submissions.submission_status = 'D', false)
        or peer_workflows.cancelled_at is not null
        or cancelled_workflows.submission_uuid is not null as is_removed,
        staff_assessments.submission_uuid is not null as is_mentor_graded,
        scores.score,
        scores.max_score,
        submissions.raw_answer,
        submissions.submitted_at as created_at,
        coalesce(peer_workflows.cancelled_at, cancelled_workflows.cancelled_at) as removed_at,
        peer_workflows.grading_completed_at,
        scores.score_available_at
    from ranked_submissions as submissions
    left join student_items
        on submissions.platform = student_items.platform
        and submissions.course_id = student_items.course_id
        and submissions.student_item_id = student_items.student_item_id
    left join anonymous_ids
        on student_items.platform = anonymous_ids.platform
        and student_items.course_id = anonymous_ids.course_id
        and student_items.anonymous_user_id = anonymous_ids.anonymous_user_id
    left join scores
        on submissions.platform = scores.platform
        and submissions.course_id = scores.course_id
        and submissions.submission_row_id = scores.submission_row_id
    left join peer_workflows
        on submissions.platform = peer_workflows.platform
        and submissions.course_id = peer_workflows.course_id
        and submissions.submission_uuid = peer_workflows.submission_uuid
    left join cancelled_workflows
        on submissions.platform = cancelled_workflows.platform
        and submissions.course_id = cancelled_workflows.course_id
        and submissions.submission_uuid = cancelled_workflows.submission_uuid
    left join staff_assessments
        on submissions.platform = staff_assessments.platform
        and submissions.course_id = staff_assessments.course_id
        and submissions.submission_uuid = staff_assessments.submission_uuid
    where submissions.uuid_rank = 1

)

select * from final
