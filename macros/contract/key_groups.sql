{#
    One row per value of a key: its columns, how often it occurs (row_count) and how many of these rows break the
    rule "never missing, never repeated" (violation_count: every row with a NULL in the key, else the surplus ones).
    within: columns in which keys are told apart, such as _export_id. skip_missing: leave out keys with a NULL.
#}
{% macro key_groups(relation, columns, within=[], skip_missing=false) -%}
    {%- set grouped = (within + columns) | join(', ') -%}
    select
        {{ grouped }},
        count(*) as row_count,
        case
            when {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
                then count(*)
            else count(*) - 1
        end as violation_count
    from {{ relation }}
    {%- if skip_missing %}
    where {{ all_present(columns) }}
    {%- endif %}
    group by {{ grouped }}
{%- endmacro %}


{# The condition that no column is NULL. #}
{% macro all_present(columns, of='') -%}
    {% for column in columns %}{{ of }}{{ column }} is not null{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}
