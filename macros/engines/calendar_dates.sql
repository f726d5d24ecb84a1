{# A query with one row per date (column calendar_date) from the first to the last date, both included, of
   the one row that the relation has; no rows if either is NULL or the last comes before the first. #}
{% macro calendar_dates(relation, first_date_column, last_date_column) -%}
    {{ return(adapter.dispatch('calendar_dates', 'coursehouse')(
        relation, first_date_column, last_date_column
    )) }}
{%- endmacro %}

{% macro default__calendar_dates(relation, first_date_column, last_date_column) -%}
    select cast(series.calendar_date as date) as calendar_date
    from {{ relation }} as bounds
    cross join lateral generate_series(
        cast(bounds.{{ first_date_column }} as timestamp),
        cast(bounds.{{ last_date_column }} as timestamp),
        interval '1 day'
    ) as series (calendar_date)
{%- endmacro %}

{% macro spark__calendar_dates(relation, first_date_column, last_date_column) -%}
    select explode(
        case
            when bounds.{{ first_date_column }} <= bounds.{{ last_date_column }}
                then sequence(
                    bounds.{{ first_date_column }}, bounds.{{ last_date_column }}, interval 1 day
                )
        end
    ) as calendar_date
    from {{ relation }} as bounds
{%- endmacro %}
