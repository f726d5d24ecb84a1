with

questions as (

    select * from {{ ref('int_assessments__questions') }}

),

responses as (

    select * from {{ ref('int_assessments__responses') }}

),

discrimination as (

    select * from {{ ref('int_assessments__discrimination') }}

),

response_counts as (

    select
        responses.platform,
        responses.assessment_id,
        responses.question_id,
        count(distinct responses.attempt_id) as attempt_count,
        count(distinct responses.assessments_user_id) as learner_count,
        count(case when responses.is_answered then 1 end) as answered_count,
        avg(responses.score) as mean_score,
        count(case when responses.answer_number = 1 then 1 end) as first_attempt_count,
        {{ safe_divide(
            'count(case when responses.answer_number = 1 and responses.score >= 1 then 1 end)',
            'count(case when responses.answer_number = 1 then responses.score end)'
        ) }} as first_attempt_correct_fraction,
        avg(case when responses.answer_number = 1 then responses.score end)
            as first_attempt_mean_score
    from responses
    group by
        responses.platform,
        responses.assessment_id,
        responses.question_id

),

final as (

    select
        questions.platform,
        questions.assessment_id,
        questions.question_id,
        questions.question_base_id,
        questions.place_id,
        questions.question_kind,
        questions.answer_kind,
        questions.has_right_answer,
        questions.is_extra_credit,
        questions.question_version,
        questions.question_order,
        questions.weight,
        questions.cuepoint_seconds,
        coalesce(response_counts.attempt_count, 0) as attempt_count,
        coalesce(response_counts.learner_count, 0) as learner_count,
        coalesce(response_counts.answered_count, 0) as answered_count,
        response_counts.mean_score,
        coalesce(response_counts.first_attempt_count, 0) as first_attempt_count,
        response_counts.first_attempt_correct_fraction,
        response_counts.first_attempt_mean_score,
        coalesce(discrimination.learner_count, 0) as compared_learner_count,
        discrimination.item_rest_correlation,
        discrimination.discrimination
    from questions
    left join response_counts
        on questions.platform = response_counts.platform
        and questions.assessment_id = response_counts.assessment_id
        and questions.question_id = response_counts.question_id
    left join discrimination
        on questions.platform = discrimination.platform
        and questions.assessment_id = discrimination.assessment_id
        and questions.question_id = discrimination.question_id

)

select * from final
