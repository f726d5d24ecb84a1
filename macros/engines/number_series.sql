{# A query with one row per whole number (column number) from the first to the last, both included,
   of the one row that the relation has; no rows if either is NULL or the last is smaller. #}
{% macro number_series(relation, first_column, last_column) -%}
    {{ return(adapter.dispatch('number_series', 'coursehouse')(
        relation, first_column, last_column
    )) }}
{%- endmacro %}

{% macro default__number_series(relation, first_column, last_column) -%}
    select cast(series.number as bigint) as number
    from {{ relation }} as bounds
    cross join lateral generate_series(
        cast(bounds.{{ first_column }} as bigint),
        cast(bounds.{{ last_column }} as bigint)
    ) as series (number)
{%- endmacro %}

{% macro spark__number_series(relation, first_column, last_column) -%}
    select explode(
        case
            when bounds.{{ first_column }} <= bounds.{{ last_column }}
                then sequence(
                    cast(bounds.{{ first_column }} as bigint),
                    cast(bounds.{{ last_column }} as bigint)
                )
        end
    ) as number
    from {{ relation }} as bounds
{%- endmacro %}
