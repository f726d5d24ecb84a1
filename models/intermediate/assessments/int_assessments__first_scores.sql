{# One row per scored answer in a learner's first attempt at a quiz version, with the points of the rest
   of the attempt and the shares by which the attempt belongs to the upper and the lower group. #}
{% set group_fraction = 0.27 %}

with

attempts as (

    select * from {{ ref('int_assessments__attempts') }}
    where version_attempt_number = 1 and exact_score is not null

),

responses as (

    select * from {{ ref('int_assessments__responses') }}
    where exact_points is not null

),

-- Each group holds 27 % of the learners; those whose equal totals stand across its border belong to it
-- in part, so that no tie is broken by chance.
ranked_attempts as (

    select
        attempts.platform,
        attempts.assessment_id,
        attempts.attempt_id,
        attempts.exact_score,
        count(*) over (
            partition by attempts.platform, attempts.assessment_id
        ) as learner_count,
        count(*) over (
            partition by attempts.platform, attempts.assessment_id, attempts.exact_score
        ) as tied_count,
        rank() over (
            partition by attempts.platform, attempts.assessment_id
            order by attempts.exact_score desc
        ) - 1 as above_count,
        rank() over (
            partition by attempts.platform, attempts.assessment_id
            order by attempts.exact_score asc
        ) - 1 as below_count
    from attempts

),

group_shares as (

    select
        ranked_attempts.platform,
        ranked_attempts.assessment_id,
        ranked_attempts.attempt_id,
        ranked_attempts.exact_score,
        {% for group, place in [('upper', 'above_count'), ('lower', 'below_count')] -%}
        greatest(
            0,
            least(
                1,
                {{ safe_divide(
                    group_fraction ~ ' * ranked_attempts.learner_count - ranked_attempts.' ~ place,
                    'ranked_attempts.tied_count'
                ) }}
            )
        ) as {{ group }}_share{{ ',' if not loop.last }}
        {% endfor %}
    from ranked_attempts

),

final as (

    select
        responses.platform,
        responses.response_id,
        group_shares.assessment_id,
        responses.question_id,
        responses.score,
        -- Exact until here: equal rests are equal numbers.
        cast(group_shares.exact_score as {{ type_double() }}) as total,
        cast(group_shares.exact_score - responses.exact_points as {{ type_double() }}) as rest,
        group_shares.upper_share,
        group_shares.lower_share
    from responses
    inner join group_shares
        on responses.platform = group_shares.platform
        and responses.attempt_id = group_shares.attempt_id
        and responses.assessment_id = group_shares.assessment_id

)

select * from final
