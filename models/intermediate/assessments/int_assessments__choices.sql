{# One row per response and answer that it could have chosen: options shown, or patterns compared with. #}
with

responses as (

    select * from {{ ref('int_assessments__responses') }}

),

response_options as (

    select * from {{ ref('stg_coursera__assessment_response_options') }}

),

options as (

    select * from {{ ref('int_assessments__options') }}

),

typed_responses as (

    select
        responses.platform,
        responses.response_id,
        responses.question_id,
        case
            when responses.pattern_id is not null then responses.pattern_id
            when responses.is_answered then '{{ unmatched_answers()["no_match"] }}'
            else '{{ unmatched_answers()["empty"] }}'
        end as option_id
    from responses
    where
        responses.answer_kind in ('text', 'number', 'formula')
        and responses.has_no_options

),

compared_options as (

    select
        typed_responses.platform,
        typed_responses.response_id,
        options.option_id,
        options.option_id = typed_responses.option_id as is_chosen
    from typed_responses
    inner join options
        on typed_responses.platform = options.platform
        and typed_responses.question_id = options.question_id
    where options.option_kind <> 'option'

),

-- A pattern that the export does not list, but that an answer matched.
unlisted_patterns as (

    select
        typed_responses.platform,
        typed_responses.response_id,
        typed_responses.option_id,
        true as is_chosen
    from typed_responses
    left join options
        on typed_responses.platform = options.platform
        and typed_responses.question_id = options.question_id
        and typed_responses.option_id = options.option_id
    where options.option_id is null

),

final as (

    select
        response_options.platform,
        response_options.response_id,
        response_options.option_id,
        coalesce(response_options.is_selected, false) as is_chosen
    from response_options

    union all

    select platform, response_id, option_id, is_chosen
    from compared_options

    union all

    select platform, response_id, option_id, is_chosen
    from unlisted_patterns

)

select * from final
