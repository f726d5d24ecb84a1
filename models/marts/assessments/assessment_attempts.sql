with

attempts as (

    select * from {{ ref('int_assessments__attempts') }}

),

attempt_places as (

    select * from {{ ref('int_assessments__attempt_places') }}

),

final as (

    select
        attempts.platform,
        attempts.attempt_id,
        attempts.attempt_base_id,
        attempts.assessment_id,
        attempts.assessment_base_id,
        attempts.assessments_user_id,
        attempt_places.user_id,
        attempts.course_id,
        attempt_places.course_branch_id,
        attempt_places.item_id,
        attempts.assessment_kind,
        attempts.attempt_number = 1 as is_first,
        attempts.attempt_number = attempts.attempt_count as is_last,
        attempts.is_complete,
        attempts.is_passed,
        attempts.assessment_version,
        attempts.submission_number,
        attempts.attempt_number,
        attempts.answered_question_count,
        attempts.score,
        attempts.max_score,
        attempts.score_fraction,
        attempts.passing_fraction,
        {{ seconds_between('attempts.started_at', 'attempts.submitted_at') }} as duration_seconds,
        attempts.started_at,
        attempts.submitted_at
    from attempts
    left join attempt_places
        on attempts.platform = attempt_places.platform
        and attempts.attempt_id = attempt_places.attempt_id

)

select * from final
