{# A query with one row per platform and value of a column (course_id, course_branch_id) of a relation of
   enrollments: how many ever enrolled, are enrolled and are active. #}
{% macro enrollment_counts(enrollments, key_column='course_id') -%}
    select
        platform,
        {{ key_column }},
        count(*) as ever_enrolled_count,
        count(case when is_enrolled then 1 end) as enrolled_count,
        count(case when is_active then 1 end) as active_count
    from {{ enrollments }}
    where was_enrolled
    group by platform, {{ key_column }}
{%- endmacro %}
