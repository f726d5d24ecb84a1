{# A query with one row per element of the JSON list in a column of a relation: the given columns,
   the element's number from 1 (element_number) and its text (element_text, NULL for a JSON null).
   What is no list has no rows. #}
{% macro json_array_unnest(relation, columns, json_column) -%}
    {{ return(adapter.dispatch('json_array_unnest', 'coursehouse')(
        relation, columns, json_column
    )) }}
{%- endmacro %}

{% macro default__json_array_unnest(relation, columns, json_column) -%}
    select
        {% for column in columns %}lists.{{ column }}, {% endfor -%}
        elements.element_number,
        elements.element_text
    from {{ relation }} as lists
    cross join lateral unnest(
        case
            when json_valid(lists.{{ json_column }})
                then from_json(lists.{{ json_column }}, '["varchar"]')
        end
    ) with ordinality as elements (element_text, element_number)
{%- endmacro %}

{% macro postgres__json_array_unnest(relation, columns, json_column) -%}
    select
        {% for column in columns %}lists.{{ column }}, {% endfor -%}
        elements.element_number,
        elements.element_text
    from {{ relation }} as lists
    cross join lateral json_array_elements_text(
        cast(
            case when lists.{{ json_column }} is json array then lists.{{ json_column }} end as json
        )
    ) with ordinality as elements (element_text, element_number)
{%- endmacro %}

{% macro spark__json_array_unnest(relation, columns, json_column) -%}
    select
        {% for column in columns %}lists.{{ column }}, {% endfor -%}
        elements.pos + 1 as element_number,
        elements.col as element_text
    from {{ relation }} as lists
    cross join lateral posexplode(
        case
            when
                {{ json_valid('lists.' ~ json_column) }}
                and {{ regex_like('lists.' ~ json_column, '^\\s*\\[') }}
                then from_json(lists.{{ json_column }}, 'array<string>')
        end
    ) as elements
{%- endmacro %}
