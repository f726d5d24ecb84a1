{# One row per quiz version and question version that was scored in a learner's first attempt at the
   version: how well it tells those who do well in the quiz from those who do not. #}
with

first_scores as (

    select * from {{ ref('int_assessments__first_scores') }}

),

means as (

    select
        first_scores.platform,
        first_scores.assessment_id,
        first_scores.question_id,
        count(*) as learner_count,
        avg(first_scores.score) as mean_score,
        avg(first_scores.rest) as mean_rest,
        min(first_scores.score) < max(first_scores.score) as scores_vary,
        min(first_scores.rest) < max(first_scores.rest) as rests_vary,
        min(first_scores.total) < max(first_scores.total) as totals_vary,
        {{ safe_divide(
            'sum(first_scores.score * first_scores.upper_share)', 'sum(first_scores.upper_share)'
        ) }} as upper_mean_score,
        {{ safe_divide(
            'sum(first_scores.score * first_scores.lower_share)', 'sum(first_scores.lower_share)'
        ) }} as lower_mean_score
    from first_scores
    group by
        first_scores.platform,
        first_scores.assessment_id,
        first_scores.question_id

),

-- Deviations from the mean keep the digits that sums of squares would lose.
deviations as (

    select
        means.platform,
        means.assessment_id,
        means.question_id,
        first_scores.score - means.mean_score as of_score,
        first_scores.rest - means.mean_rest as of_rest
    from first_scores
    inner join means
        on first_scores.platform = means.platform
        and first_scores.assessment_id = means.assessment_id
        and first_scores.question_id = means.question_id

),

correlations as (

    select
        deviations.platform,
        deviations.assessment_id,
        deviations.question_id,
        {{ safe_divide(
            'sum(deviations.of_score * deviations.of_rest)',
            'sqrt(sum(deviations.of_score * deviations.of_score)'
            ~ ' * sum(deviations.of_rest * deviations.of_rest))'
        ) }} as correlation
    from deviations
    group by
        deviations.platform,
        deviations.assessment_id,
        deviations.question_id

),

final as (

    select
        means.platform,
        means.assessment_id,
        means.question_id,
        means.learner_count,
        case
            when means.scores_vary and means.rests_vary
                then {{ rounded('correlations.correlation') }}
        end as item_rest_correlation,
        case
            when means.totals_vary
                then {{ rounded('means.upper_mean_score - means.lower_mean_score') }}
        end as discrimination
    from means
    inner join correlations
        on means.platform = correlations.platform
        and means.assessment_id = correlations.assessment_id
        and means.question_id = correlations.question_id

)

select * from final
