{# One row per quiz version that was exported, placed on an item or taken. #}
with

assessments as (

    select * from {{ ref('stg_coursera__assessments') }}

),

assessment_types as (

    select * from {{ ref('stg_coursera__assessment_types') }}

),

attempts as (

    select * from {{ ref('stg_coursera__assessment_actions') }}

),

item_versions as (

    select * from {{ ref('int_assessments__item_versions') }}

),

questions as (

    select * from {{ ref('int_assessments__questions') }}

),

version_keys as (

    select platform, assessment_id from assessments

    union

    select platform, assessment_id from item_versions

    union

    select platform, assessment_id from questions

    union

    select platform, assessment_id from attempts
    where assessment_id is not null

),

-- Of the variants in one place a learner is asked one: the place counts once.
places as (

    select
        questions.platform,
        questions.assessment_id,
        questions.place_id,
        max(case when questions.has_right_answer then 1 else 0 end) as has_right_answer,
        max(case when questions.has_right_answer then questions.weight end) as weight,
        max(case when questions.is_extra_credit then 1 else 0 end) as is_extra_credit
    from questions
    where questions.is_placed
    group by
        questions.platform,
        questions.assessment_id,
        questions.place_id

),

place_counts as (

    select
        places.platform,
        places.assessment_id,
        count(*) as question_count,
        cast(sum(places.has_right_answer) as {{ dbt.type_bigint() }}) as gradable_question_count,
        cast(
            coalesce(sum(case when places.is_extra_credit = 0 then places.weight end), 0)
            as {{ type_double() }}
        ) as max_score
    from places
    group by places.platform, places.assessment_id

),

final as (

    select
        version_keys.platform,
        version_keys.assessment_id,
        {{ base_id_of('assessments.assessment_base_id', 'version_keys.assessment_id') }}
            as assessment_base_id,
        replace(lower(assessment_types.type_desc), ' ', '_') as assessment_kind,
        {{ version_of('assessments.version', 'version_keys.assessment_id') }}
            as assessment_version,
        coalesce(place_counts.question_count, 0) as question_count,
        coalesce(place_counts.gradable_question_count, 0) as gradable_question_count,
        place_counts.max_score,
        assessments.passing_fraction,
        assessments.updated_at
    from version_keys
    left join assessments
        on version_keys.platform = assessments.platform
        and version_keys.assessment_id = assessments.assessment_id
    left join assessment_types
        on assessments.platform = assessment_types.platform
        and assessments.assessment_type_id = assessment_types.assessment_type_id
    left join place_counts
        on version_keys.platform = place_counts.platform
        and version_keys.assessment_id = place_counts.assessment_id

)

select * from final
