{% set attributes = {
    'country': 'country_cd',
    'profile_language': 'profile_language_cd',
    'browser_language': 'browser_language_cd',
} %}
{% do attributes.update(profile_vocabularies()) %}

with

learners as (

    select * from {{ ref('users_courses__demographics') }}
    where was_enrolled

),

membership_periods as (

    select * from {{ ref('int_enrollments__membership_periods') }}

),

roles as (

    select
        platform,
        user_id,
        course_id,
        role
    from membership_periods
    group by platform, user_id, course_id, role

),

learner_values as (

    {%- for attribute, column in attributes.items() %}

    select
        platform,
        course_id,
        '{{ attribute }}' as attribute,
        coalesce(nullif({{ column }}, ''), 'unknown') as attribute_value,
        {% if attribute in profile_vocabularies() -%}
        {{ attribute }}_label
        {%- else -%}
        coalesce(nullif({{ column }}, ''), 'unknown')
        {%- endif %} as attribute_label,
        is_enrolled,
        is_active
    from learners

    union all
    {%- endfor %}

    select
        learners.platform,
        learners.course_id,
        'role' as attribute,
        coalesce(roles.role, 'unknown') as attribute_value,
        coalesce(roles.role, 'unknown') as attribute_label,
        learners.is_enrolled,
        learners.is_active
    from learners
    inner join roles
        on learners.platform = roles.platform
        and learners.user_id = roles.user_id
        and learners.course_id = roles.course_id

),

course_counts as (

    select
        platform,
        course_id,
        count(*) as ever_enrolled_count
    from learners
    group by platform, course_id

),

value_counts as (

    select
        platform,
        course_id,
        attribute,
        attribute_value,
        max(attribute_label) as attribute_label,
        count(*) as learner_count,
        count(case when is_enrolled then 1 end) as enrolled_count,
        count(case when is_active then 1 end) as active_count
    from learner_values
    group by platform, course_id, attribute, attribute_value

),

final as (

    select
        value_counts.platform,
        value_counts.course_id,
        value_counts.attribute,
        value_counts.attribute_value,
        value_counts.attribute_label,
        course_counts.ever_enrolled_count,
        value_counts.learner_count,
        value_counts.enrolled_count,
        value_counts.active_count,
        {{ safe_divide('value_counts.learner_count', 'course_counts.ever_enrolled_count') }}
            as learner_fraction
    from value_counts
    inner join course_counts
        on value_counts.platform = course_counts.platform
        and value_counts.course_id = course_counts.course_id

)

select * from final
