{# One row per question answered in a submission, with its points and its place among the learner's
   answers. #}
{{ config(materialized='table') }}

with

responses as (

    select * from {{ ref('stg_coursera__assessment_responses') }}

),

attempts as (

    select * from {{ ref('stg_coursera__assessment_actions') }}

),

questions as (

    select * from {{ ref('int_assessments__questions') }}

),

response_options as (

    select * from {{ ref('stg_coursera__assessment_response_options') }}

),

response_patterns as (

    select * from {{ ref('stg_coursera__assessment_response_patterns') }}

),

choice_counts as (

    select
        response_options.platform,
        response_options.response_id,
        count(*) as shown_count,
        count(case when response_options.is_selected then 1 end) as chosen_count
    from response_options
    group by response_options.platform, response_options.response_id

),

answers as (

    select
        responses.platform,
        responses.response_id,
        responses.assessment_id,
        responses.question_id,
        responses.attempt_id,
        attempts.assessments_user_id,
        attempts.submitted_at,
        attempts.started_at,
        response_patterns.pattern_id,
        choice_counts.response_id is null as has_no_options,
        coalesce(choice_counts.chosen_count > 0, false)
        or coalesce(response_patterns.pattern_id is not null, false)
        or coalesce({{ regex_like('response_patterns.answer', '[^ \\t\\n\\r]') }}, false)
            as is_answered,
        responses.score,
        responses.weighted_score
    from responses
    left join attempts
        on responses.platform = attempts.platform
        and responses.attempt_id = attempts.attempt_id
    left join choice_counts
        on responses.platform = choice_counts.platform
        and responses.response_id = choice_counts.response_id
    left join response_patterns
        on responses.platform = response_patterns.platform
        and responses.response_id = response_patterns.response_id

),

judged_answers as (

    select
        answers.platform,
        answers.response_id,
        answers.assessment_id,
        answers.question_id,
        answers.attempt_id,
        answers.assessments_user_id,
        questions.question_base_id,
        questions.place_id,
        questions.question_kind,
        questions.answer_kind,
        questions.question_version,
        answers.pattern_id,
        answers.has_no_options,
        answers.is_answered,
        questions.has_right_answer,
        questions.is_extra_credit,
        case when questions.has_right_answer then answers.score end as score,
        case
            when questions.has_right_answer
                then coalesce(answers.weighted_score, answers.score * questions.weight)
        end as points,
        questions.weight,
        answers.submitted_at,
        answers.started_at
    from answers
    left join questions
        on answers.platform = questions.platform
        and answers.assessment_id = questions.assessment_id
        and answers.question_id = questions.question_id

),

final as (

    select
        judged_answers.*,
        -- Scores are exported with seven decimals: as decimals, equal sums are equal on every engine.
        cast(judged_answers.points as numeric(18, 7)) as exact_points,
        {% for aggregate in ['row_number()', 'count(*)'] -%}
        cast(
            case
                when judged_answers.assessments_user_id is not null
                    then {{ aggregate }} over (
                        partition by
                            judged_answers.platform,
                            judged_answers.assessments_user_id,
                            judged_answers.question_base_id
                        {%- if loop.first %}
                        order by
                            judged_answers.submitted_at nulls last,
                            judged_answers.started_at nulls last,
                            {{ byte_order('judged_answers.attempt_id') }},
                            {{ byte_order('judged_answers.response_id') }}
                        {%- endif %}
                    )
            end as {{ dbt.type_bigint() }}
        ) as answer_{{ 'number,' if loop.first else 'count' }}
        {% endfor %}
    from judged_answers

)

select * from final
