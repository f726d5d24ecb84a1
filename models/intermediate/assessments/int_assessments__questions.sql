{# One row per quiz version and question version that is placed in it or was answered in it. #}
with

placed_questions as (

    select * from {{ ref('stg_coursera__assessment_assessments_questions') }}

),

responses as (

    select * from {{ ref('stg_coursera__assessment_responses') }}

),

questions as (

    select * from {{ ref('stg_coursera__assessment_questions') }}

),

question_types as (

    select * from {{ ref('stg_coursera__assessment_question_types') }}

),

question_kinds as (

    select * from {{ ref('question_kinds') }}

),

-- A question that stands in two places of a quiz counts in the first of them.
ranked_places as (

    select
        placed_questions.*,
        row_number() over (
            partition by
                placed_questions.platform,
                placed_questions.assessment_id,
                placed_questions.question_id
            order by
                placed_questions.question_order nulls last,
                {{ byte_order('placed_questions.question_internal_id') }}
        ) as place_rank
    from placed_questions

),

first_places as (

    select * from ranked_places
    where place_rank = 1

),

question_keys as (

    select platform, assessment_id, question_id
    from first_places

    union

    select platform, assessment_id, question_id
    from responses
    where assessment_id is not null and question_id is not null

),

final as (

    select
        question_keys.platform,
        question_keys.assessment_id,
        question_keys.question_id,
        {{ base_id_of('questions.question_base_id', 'question_keys.question_id') }}
            as question_base_id,
        coalesce(first_places.question_internal_id, question_keys.question_id) as place_id,
        question_kinds.question_kind,
        question_kinds.answer_kind,
        first_places.question_id is not null as is_placed,
        -- What no list of kinds knows is judged by the scores that its answers have.
        coalesce(question_kinds.has_right_answer, true) as has_right_answer,
        coalesce(first_places.is_extra_credit, false) as is_extra_credit,
        {{ version_of('questions.version', 'question_keys.question_id') }} as question_version,
        first_places.question_order,
        -- Quizzes without weights count every question alike.
        coalesce(first_places.weight, 1) as weight,
        {{ safe_divide('first_places.cuepoint', 1000) }} as cuepoint_seconds
    from question_keys
    left join first_places
        on question_keys.platform = first_places.platform
        and question_keys.assessment_id = first_places.assessment_id
        and question_keys.question_id = first_places.question_id
    left join questions
        on question_keys.platform = questions.platform
        and question_keys.question_id = questions.question_id
    left join question_types
        on questions.platform = question_types.platform
        and questions.assessment_question_type_id = question_types.assessment_question_type_id
    left join question_kinds
        on lower(question_types.question_type_desc) = question_kinds.question_type

)

select * from final
