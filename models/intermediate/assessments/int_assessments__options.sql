{# One row per question version and answer that it offers or expects: options, patterns of typed answers, and
   for typed questions the answers that match no pattern and the empty ones. #}
with

options as (

    select * from {{ ref('stg_coursera__assessment_options') }}

),

text_patterns as (

    select * from {{ ref('stg_coursera__assessment_text_exact_match_patterns') }}

),

regex_patterns as (

    select * from {{ ref('stg_coursera__assessment_regex_patterns') }}

),

numeric_patterns as (

    select * from {{ ref('stg_coursera__assessment_single_numeric_patterns') }}

),

formula_patterns as (

    select * from {{ ref('stg_coursera__assessment_math_expression_patterns') }}

),

questions as (

    select * from {{ ref('int_assessments__questions') }}

),

question_kinds as (

    select
        questions.platform,
        questions.question_id,
        max(questions.answer_kind) as answer_kind,
        max(case when questions.has_right_answer then 1 else 0 end) = 1 as has_right_answer
    from questions
    group by questions.platform, questions.question_id

),

patterns as (

    {%- for patterns in ['text', 'regex', 'numeric', 'formula'] %}

    select platform, question_id, pattern_id, is_correct
    from {{ patterns }}_patterns
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

expected_answers as (

    select
        options.platform,
        options.question_id,
        options.option_id,
        'option' as option_kind,
        options.is_correct,
        options.option_index
    from options

    union all

    select
        patterns.platform,
        patterns.question_id,
        patterns.pattern_id as option_id,
        'pattern' as option_kind,
        patterns.is_correct,
        cast(null as {{ dbt.type_bigint() }}) as option_index
    from patterns
    {%- for option_kind in unmatched_answers() %}

    union all

    select
        question_kinds.platform,
        question_kinds.question_id,
        '{{ unmatched_answers()[option_kind] }}' as option_id,
        '{{ option_kind }}' as option_kind,
        false as is_correct,
        cast(null as {{ dbt.type_bigint() }}) as option_index
    from question_kinds
    where question_kinds.answer_kind in ('text', 'number', 'formula')
    {%- endfor %}

),

final as (

    select
        expected_answers.platform,
        expected_answers.question_id,
        expected_answers.option_id,
        expected_answers.option_kind,
        -- Reflections and polls have no right answer, whatever the export says of their options.
        case
            when coalesce(question_kinds.has_right_answer, true) then expected_answers.is_correct
        end as is_correct,
        expected_answers.option_index
    from expected_answers
    left join question_kinds
        on expected_answers.platform = question_kinds.platform
        and expected_answers.question_id = question_kinds.question_id

)

select * from final
