with

responses as (

    select * from {{ ref('int_assessments__responses') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'assessments'

),

final as (

    select
        responses.platform,
        responses.response_id,
        responses.attempt_id,
        responses.assessment_id,
        responses.question_id,
        responses.question_base_id,
        responses.assessments_user_id,
        domain_ids.user_id,
        responses.question_kind,
        responses.answer_kind,
        responses.is_answered,
        responses.has_right_answer,
        responses.score >= 1 as is_correct,
        responses.answer_number = 1 as is_first,
        responses.answer_number = responses.answer_count as is_last,
        responses.question_version,
        responses.answer_number,
        responses.score,
        responses.points as weighted_score,
        responses.submitted_at
    from responses
    left join domain_ids
        on responses.platform = domain_ids.platform
        and responses.assessments_user_id = domain_ids.domain_user_id

)

select * from final
