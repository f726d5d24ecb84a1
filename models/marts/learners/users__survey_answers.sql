{% set columns = survey_columns() %}

with

survey_answers as (

    select * from {{ ref('int_learners__survey_answers') }}

),

final as (

    select
        platform,
        demographics_user_id,
        {%- for code in columns.words %}
        {{ joined_texts(
            "case when question_code = '" ~ code ~ "' then answer_text end", ';', 'choice_id'
        ) }} as {{ code }},
        {%- endfor %}
        {%- for code in columns.numbers %}
        max(case when question_code = '{{ code }}' then answer_number end) as {{ code }},
        {%- endfor %}
        count(distinct question_id) as answered_question_count,
        min(answered_at) as first_answered_at,
        max(answered_at) as last_answered_at
    from survey_answers
    group by platform, demographics_user_id

)

select * from final
