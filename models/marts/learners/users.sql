{% set vocabularies = profile_vocabularies() %}

with

coursera_users as (

    select * from {{ ref('stg_coursera__users') }}

),

edx_persons as (

    select * from {{ ref('int_learners__edx_persons') }}

),

labels as (

    select * from {{ ref('learner_attribute_labels') }}

),

users as (

    select
        platform,
        user_id,
        country_cd,
        region_cd,
        profile_language_cd,
        browser_language_cd,
        reported_or_inferred_gender,
        employment_status,
        educational_attainment,
        student_status,
        cast(null as {{ dbt.type_bigint() }}) as birth_year,
        joined_at
    from coursera_users

    union all

    select
        platform,
        user_id,
        country_cd,
        region_cd,
        first_language_cd as profile_language_cd,
        cast(null as {{ dbt.type_string() }}) as browser_language_cd,
        gender as reported_or_inferred_gender,
        cast(null as {{ dbt.type_string() }}) as employment_status,
        level_of_education as educational_attainment,
        cast(null as {{ dbt.type_string() }}) as student_status,
        birth_year,
        joined_at
    from edx_persons

),

final as (

    select
        users.platform,
        users.user_id,
        users.country_cd,
        users.region_cd,
        users.profile_language_cd,
        users.browser_language_cd,
        users.reported_or_inferred_gender,
        users.employment_status,
        users.educational_attainment,
        users.student_status,
        {%- for attribute in vocabularies %}
        coalesce({{ attribute }}_labels.label, 'unknown') as {{ attribute }}_label,
        {%- endfor %}
        users.birth_year,
        coalesce(
            users.joined_at = cast('2012-01-01 00:00:00' as {{ dbt.type_timestamp() }}), false
        ) as is_join_time_default,
        users.joined_at
    from users
    {%- for attribute, column in vocabularies.items() %}
    left join labels as {{ attribute }}_labels
        on {{ attribute }}_labels.attribute = '{{ attribute }}'
        and users.{{ column }} = {{ attribute }}_labels.attribute_value
    {%- endfor %}

)

select * from final
