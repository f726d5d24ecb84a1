with

questions as (

    select * from {{ ref('int_assessments__questions') }}

),

options as (

    select * from {{ ref('int_assessments__options') }}

),

responses as (

    select * from {{ ref('int_assessments__responses') }}

),

choices as (

    select * from {{ ref('int_assessments__choices') }}

),

choice_counts as (

    select
        responses.platform,
        responses.assessment_id,
        responses.question_id,
        choices.option_id,
        count(*) as shown_count,
        count(case when choices.is_chosen then 1 end) as chosen_count,
        count(case when responses.answer_number = 1 then 1 end) as first_shown_count,
        count(case when responses.answer_number = 1 and choices.is_chosen then 1 end)
            as first_chosen_count,
        count(case when responses.answer_number = responses.answer_count then 1 end)
            as last_shown_count,
        count(
            case
                when responses.answer_number = responses.answer_count and choices.is_chosen then 1
            end
        ) as last_chosen_count
    from choices
    inner join responses
        on choices.platform = responses.platform
        and choices.response_id = responses.response_id
    where responses.assessment_id is not null and responses.question_id is not null
    group by
        responses.platform,
        responses.assessment_id,
        responses.question_id,
        choices.option_id

),

option_keys as (

    select
        questions.platform,
        questions.assessment_id,
        questions.question_id,
        options.option_id
    from questions
    inner join options
        on questions.platform = options.platform
        and questions.question_id = options.question_id

    union

    select platform, assessment_id, question_id, option_id
    from choice_counts

),

final as (

    select
        option_keys.platform,
        option_keys.assessment_id,
        option_keys.question_id,
        option_keys.option_id,
        options.option_kind,
        options.is_correct,
        options.option_index,
        coalesce(choice_counts.shown_count, 0) as shown_count,
        coalesce(choice_counts.chosen_count, 0) as chosen_count,
        {% for attempt in ['first', 'last'] %}
        coalesce(choice_counts.{{ attempt }}_shown_count, 0) as {{ attempt }}_shown_count,
        coalesce(choice_counts.{{ attempt }}_chosen_count, 0) as {{ attempt }}_chosen_count,
        {{ safe_divide(
            'choice_counts.' ~ attempt ~ '_chosen_count', 'choice_counts.' ~ attempt ~ '_shown_count'
        ) }} as {{ attempt }}_chosen_fraction{{ ',' if not loop.last }}
        {% endfor %}
    from option_keys
    left join options
        on option_keys.platform = options.platform
        and option_keys.question_id = options.question_id
        and option_keys.option_id = options.option_id
    left join choice_counts
        on option_keys.platform = choice_counts.platform
        and option_keys.assessment_id = choice_counts.assessment_id
        and option_keys.question_id = choice_counts.question_id
        and option_keys.option_id = choice_counts.option_id

)

select * from final
