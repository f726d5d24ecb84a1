{# Aggregate: the median of the numbers of a group that are not NULL, as a double; the mean of the
   two in the middle where their count is even, NULL where there is none. No engine knows it over
   a window: group first. #}
{% macro median(number) -%}
    percentile_cont(0.5) within group (order by cast({{ number }} as {{ type_double() }}))
{%- endmacro %}
