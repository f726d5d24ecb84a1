{# Aggregate: the sum of seconds, each taken to the microsecond: a sum of doubles would end in digits that
   depend on the order of adding. NULL where there is none. #}
{% macro sum_of_seconds(seconds) -%}
    cast(
        sum(cast(round(({{ seconds }}) * 1000000) as {{ dbt.type_bigint() }})) as {{ type_double() }}
    ) / 1000000
{%- endmacro %}
