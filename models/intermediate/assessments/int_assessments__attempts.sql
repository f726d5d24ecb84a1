{# One row per submission of a quiz, with its points and its place among the learner's submissions. #}
{{ config(materialized='table') }}

with

attempts as (

    select * from {{ ref('stg_coursera__assessment_actions') }}

),

versions as (

    select * from {{ ref('int_assessments__versions') }}

),

responses as (

    select * from {{ ref('int_assessments__responses') }}

),

-- A question of extra credit gives points, but asks for none.
totals as (

    select
        responses.platform,
        responses.attempt_id,
        count(*) as response_count,
        count(case when responses.is_answered then 1 end) as answered_question_count,
        count(distinct case when responses.score is not null then responses.place_id end)
            as scored_place_count,
        sum(responses.exact_points) as exact_score,
        sum(
            case
                when responses.has_right_answer and not responses.is_extra_credit
                    then responses.weight
            end
        ) as answered_max_score
    from responses
    group by responses.platform, responses.attempt_id

),

attempt_scores as (

    select
        attempts.platform,
        attempts.attempt_id,
        attempts.attempt_base_id,
        attempts.assessment_id,
        versions.assessment_base_id,
        attempts.assessments_user_id,
        {{ regex_extract('attempts.scope_id', '^opencourse~([^~]+)') }} as course_id,
        versions.assessment_kind,
        versions.assessment_version,
        attempts.attempt_version as submission_number,
        coalesce(totals.answered_question_count, 0) as answered_question_count,
        coalesce(totals.scored_place_count, 0) as scored_place_count,
        versions.gradable_question_count,
        cast(totals.exact_score as {{ type_double() }}) as score,
        totals.exact_score,
        -- The questions in a video are handed in one by one: each submission is worth what it answers.
        case
            when versions.assessment_kind = 'in_video'
                then cast(coalesce(totals.answered_max_score, 0) as {{ type_double() }})
            else versions.max_score
        end as max_score,
        versions.passing_fraction,
        attempts.started_at,
        attempts.submitted_at
    from attempts
    left join versions
        on attempts.platform = versions.platform
        and attempts.assessment_id = versions.assessment_id
    left join totals
        on attempts.platform = totals.platform
        and attempts.attempt_id = totals.attempt_id

),

score_fractions as (

    select
        attempt_scores.*,
        {{ safe_divide('attempt_scores.score', 'attempt_scores.max_score') }} as score_fraction
    from attempt_scores

),

final as (

    select
        score_fractions.*,
        coalesce(
            score_fractions.gradable_question_count > 0
            and score_fractions.scored_place_count = score_fractions.gradable_question_count,
            false
        ) as is_complete,
        -- Scores are exported with seven decimals: a sum of thirds may fall short by a few of the last.
        score_fractions.score_fraction >= score_fractions.passing_fraction - 0.000001 as is_passed,
        {% for thing in ['assessment_base_id', 'assessment_id'] -%}
        {%- set outer_loop = loop -%}
        {%- for aggregate in ['row_number()', 'count(*)'] -%}
        cast(
            case
                when score_fractions.assessments_user_id is not null
                    then {{ aggregate }} over (
                        partition by
                            score_fractions.platform,
                            score_fractions.assessments_user_id,
                            score_fractions.{{ thing }}
                        {%- if loop.first %}
                        order by
                            score_fractions.submitted_at nulls last,
                            score_fractions.started_at nulls last,
                            {{ byte_order('score_fractions.attempt_id') }}
                        {%- endif %}
                    )
            end as {{ dbt.type_bigint() }}
        ) as {{ 'version_' if not outer_loop.first }}attempt_{{ 'number' if loop.first else 'count' }}
        {{- ',' if not (loop.last and outer_loop.last) }}
        {% endfor -%}
        {%- endfor %}
    from score_fractions

)

select * from final
