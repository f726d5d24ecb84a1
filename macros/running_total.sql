{# The sum of a count over the course's dates up to the row's own; a day without a row of it adds 0. #}
{% macro running_total(count_column) -%}
    cast(
        sum(coalesce({{ count_column }}, 0)) over (
            partition by courses_dates.platform, courses_dates.course_id
            order by courses_dates.calendar_date
            rows between unbounded preceding and current row
        ) as {{ dbt.type_bigint() }}
    )
{%- endmacro %}
