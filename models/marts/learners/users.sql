{% set vocabularies = profile_vocabularies() %}

with

users as (

    select * from {{ ref('stg_coursera__users') }}

),

labels as (

    select * from {{ ref('learner_attribute_labels') }}

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
