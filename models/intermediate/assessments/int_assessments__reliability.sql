{# One row per quiz version that a learner answered completely: Cronbach's alpha over its places. #}
with

attempts as (

    select * from {{ ref('int_assessments__attempts') }}
    where is_complete and assessments_user_id is not null

),

responses as (

    select * from {{ ref('int_assessments__responses') }}
    where exact_points is not null

),

numbered_attempts as (

    select
        attempts.platform,
        attempts.assessment_id,
        attempts.attempt_id,
        attempts.gradable_question_count,
        attempts.exact_score,
        row_number() over (
            partition by
                attempts.platform, attempts.assessment_id, attempts.assessments_user_id
            order by attempts.version_attempt_number
        ) as complete_attempt_number
    from attempts

),

-- Places, not questions: learners who drew different questions in a place were asked the same thing.
place_points as (

    select
        numbered_attempts.platform,
        numbered_attempts.assessment_id,
        numbered_attempts.attempt_id,
        responses.place_id,
        numbered_attempts.gradable_question_count,
        numbered_attempts.exact_score,
        cast(sum(responses.exact_points) as {{ type_double() }}) as points
    from numbered_attempts
    inner join responses
        on numbered_attempts.platform = responses.platform
        and numbered_attempts.attempt_id = responses.attempt_id
    where numbered_attempts.complete_attempt_number = 1
    group by
        numbered_attempts.platform,
        numbered_attempts.assessment_id,
        numbered_attempts.attempt_id,
        responses.place_id,
        numbered_attempts.gradable_question_count,
        numbered_attempts.exact_score

),

deviations as (

    select
        place_points.platform,
        place_points.assessment_id,
        place_points.attempt_id,
        place_points.gradable_question_count,
        place_points.exact_score,
        place_points.points - avg(place_points.points) over (
            partition by
                place_points.platform, place_points.assessment_id, place_points.place_id
        ) as of_place
    from place_points

),

-- The deviation of a total is the sum of those of its places.
attempt_deviations as (

    select
        deviations.platform,
        deviations.assessment_id,
        deviations.attempt_id,
        max(deviations.gradable_question_count) as place_count,
        max(deviations.exact_score) as exact_score,
        sum(deviations.of_place * deviations.of_place) as place_squares,
        sum(deviations.of_place) * sum(deviations.of_place) as total_square
    from deviations
    group by deviations.platform, deviations.assessment_id, deviations.attempt_id

),

final as (

    select
        attempt_deviations.platform,
        attempt_deviations.assessment_id,
        count(*) as learner_count,
        case
            when
                max(attempt_deviations.place_count) >= 2
                and min(attempt_deviations.exact_score) < max(attempt_deviations.exact_score)
                then {{ rounded(
                    safe_divide(
                        'max(attempt_deviations.place_count)',
                        'max(attempt_deviations.place_count) - 1'
                    )
                    ~ ' * (1 - '
                    ~ safe_divide(
                        'sum(attempt_deviations.place_squares)',
                        'sum(attempt_deviations.total_square)'
                    )
                    ~ ')'
                ) }}
        end as cronbach_alpha
    from attempt_deviations
    group by attempt_deviations.platform, attempt_deviations.assessment_id

)

select * from final
