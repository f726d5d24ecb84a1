with

typed_answers as (

    select * from {{ ref('stg_coursera__assessment_response_patterns') }}

),

responses as (

    select * from {{ ref('assessment_responses') }}

),

final as (

    select
        typed_answers.platform,
        typed_answers.response_id,
        responses.attempt_id,
        responses.assessment_id,
        responses.question_id,
        responses.assessments_user_id,
        responses.user_id,
        typed_answers.pattern_id,
        responses.question_kind,
        typed_answers.answer,
        case when responses.has_right_answer then typed_answers.is_correct end as is_correct,
        cast(
            coalesce(length(typed_answers.answer), 0) as {{ dbt.type_bigint() }}
        ) as character_count
    from typed_answers
    left join responses
        on typed_answers.platform = responses.platform
        and typed_answers.response_id = responses.response_id

)

select * from final
