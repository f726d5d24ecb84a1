{#
    One row per value of a key: its columns, how often it occurs (row_count) and how many of these rows break the
    rule "never missing, never repeated" (violation_count: every row with a NULL in the key, else the surplus ones).
    within: columns in which keys are told apart, such as _export_id. skip_missing: leave out keys with a NULL.
    nullable: columns of the key that may be empty; two empty ones are the same value.
#}
{% macro key_groups(relation, columns, within=[], skip_missing=false, nullable=[]) -%}
    {%- set grouped = (within + columns) | join(', ') -%}
    select
        {{ grouped }},
        count(*) as row_count,
        case
            when not ({{ all_present(required_columns(columns, nullable)) }}) then count(*)
            else count(*) - 1
        end as violation_count
    from {{ relation }}
    {%- if skip_missing %}
    where {{ all_present(columns) }}
    {%- endif %}
    group by {{ grouped }}
{%- endmacro %}


{# The columns of a key that may not be empty, of which there is at least one. #}
{% macro required_columns(columns, nullable=[]) -%}
    {{ return(columns | reject('in', nullable) | list) }}
{%- endmacro %}


{# The condition that no column is NULL. #}
{% macro all_present(columns, of='') -%}
    {% for column in columns %}{{ of }}{{ column }} is not null{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}
