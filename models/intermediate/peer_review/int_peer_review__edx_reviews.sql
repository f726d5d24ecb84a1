{# One row per assessment of a submission to an open response assessment of edX. Those count for the median
   that first reached the number of peers that the block asks for: packages do not tell it, so it is the
   lowest number of peers by whom a submission to the block was ever judged enough. #}
{{ config(materialized='table') }}

with

assessments as (

    select * from {{ ref('stg_edx__assessment_assessment') }}

),

submissions as (

    select * from {{ ref('int_peer_review__edx_submissions') }}

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

placed_assessments as (

    select
        assessments.platform,
        assessments.course_id,
        assessments.assessment_id,
        assessments.submission_uuid as peer_submission_id,
        submissions.peer_assignment_id,
        assessments.rubric_id,
        coalesce(anonymous_ids.user_id, assessments.anonymous_user_id) as peer_assignments_user_id,
        case assessments.score_type when 'PE' then 'peer' when 'SE' then 'self' when 'ST' then 'staff' end
            as review_kind,
        row_number() over (
            partition by assessments.platform, assessments.submission_uuid, assessments.score_type
            order by assessments.scored_at nulls last, assessments.assessment_number
        ) as kind_order,
        coalesce(assessments.scored_at <= submissions.grading_completed_at, false) as is_in_time,
        submissions.grading_completed_at is not null as is_judged_enough,
        assessments.scored_at as created_at
    from assessments
    left join submissions
        on assessments.platform = submissions.platform
        and assessments.submission_uuid = submissions.peer_submission_id
    left join anonymous_ids
        on assessments.platform = anonymous_ids.platform
        and assessments.course_id = anonymous_ids.course_id
        and assessments.anonymous_user_id = anonymous_ids.anonymous_user_id

),

peer_counts as (

    select
        platform,
        peer_assignment_id,
        peer_submission_id,
        count(*) as peer_count
    from placed_assessments
    where review_kind = 'peer' and is_in_time
    group by platform, peer_assignment_id, peer_submission_id

),

required_counts as (

    select
        platform,
        peer_assignment_id,
        min(peer_count) as required_peer_count
    from peer_counts
    group by platform, peer_assignment_id

),

final as (

    select
        placed_assessments.platform,
        placed_assessments.course_id || '/' || placed_assessments.assessment_id as peer_review_id,
        placed_assessments.course_id,
        placed_assessments.assessment_id,
        placed_assessments.peer_submission_id,
        placed_assessments.peer_assignment_id,
        placed_assessments.rubric_id,
        placed_assessments.peer_assignments_user_id,
        placed_assessments.review_kind,
        coalesce(
            placed_assessments.review_kind = 'peer'
            and placed_assessments.is_judged_enough
            and placed_assessments.kind_order <= required_counts.required_peer_count,
            false
        ) as is_counted,
        required_counts.required_peer_count,
        placed_assessments.created_at
    from placed_assessments
    left join required_counts
        on placed_assessments.platform = required_counts.platform
        and placed_assessments.peer_assignment_id = required_counts.peer_assignment_id

)

select * from final
