with

versions as (

    select * from {{ ref('int_assessments__versions') }}

),

attempts as (

    select * from {{ ref('int_assessments__attempts') }}

),

reliability as (

    select * from {{ ref('int_assessments__reliability') }}

),

attempt_counts as (

    select
        attempts.platform,
        attempts.assessment_id,
        count(*) as attempt_count,
        count(distinct attempts.assessments_user_id) as learner_count,
        count(distinct case when attempts.is_passed then attempts.assessments_user_id end)
            as passed_learner_count
    from attempts
    where attempts.assessment_id is not null
    group by attempts.platform, attempts.assessment_id

),

{% for attempt, place in [('first', '1'), ('last', 'attempts.version_attempt_count')] -%}
{{ attempt }}_attempts as (

    select
        attempts.platform,
        attempts.assessment_id,
        avg(attempts.score_fraction) as mean_score_fraction,
        {{ median('attempts.score_fraction') }} as median_score_fraction
    from attempts
    where attempts.version_attempt_number = {{ place }}
    group by attempts.platform, attempts.assessment_id

),

{% endfor -%}
final as (

    select
        versions.platform,
        versions.assessment_id,
        versions.assessment_base_id,
        versions.assessment_kind,
        versions.assessment_version,
        versions.question_count,
        versions.gradable_question_count,
        versions.max_score,
        versions.passing_fraction,
        coalesce(attempt_counts.attempt_count, 0) as attempt_count,
        coalesce(attempt_counts.learner_count, 0) as learner_count,
        coalesce(attempt_counts.passed_learner_count, 0) as passed_learner_count,
        case
            when versions.passing_fraction is not null
                then {{ safe_divide(
                    'attempt_counts.passed_learner_count', 'attempt_counts.learner_count'
                ) }}
        end as passed_fraction,
        first_attempts.mean_score_fraction as first_mean_score_fraction,
        first_attempts.median_score_fraction as first_median_score_fraction,
        last_attempts.mean_score_fraction as last_mean_score_fraction,
        last_attempts.median_score_fraction as last_median_score_fraction,
        coalesce(reliability.learner_count, 0) as complete_learner_count,
        reliability.cronbach_alpha,
        versions.updated_at
    from versions
    {% for joined in ['attempt_counts', 'first_attempts', 'last_attempts', 'reliability'] -%}
    left join {{ joined }}
        on versions.platform = {{ joined }}.platform
        and versions.assessment_id = {{ joined }}.assessment_id
    {% endfor %}
)

select * from final
