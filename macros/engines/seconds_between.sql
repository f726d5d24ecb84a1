{# The seconds from one timestamp to another as a double, fractions kept; negative when the other is
   earlier. #}
{% macro seconds_between(first, last) -%}
    {{ return(adapter.dispatch('seconds_between', 'coursehouse')(first, last)) }}
{%- endmacro %}

{% macro default__seconds_between(first, last) -%}
    cast(date_diff('microsecond', {{ first }}, {{ last }}) as double) / 1000000
{%- endmacro %}

{% macro postgres__seconds_between(first, last) -%}
    cast(extract(epoch from {{ last }} - {{ first }}) as double precision)
{%- endmacro %}

{% macro spark__seconds_between(first, last) -%}
    cast(timestampdiff(microsecond, {{ first }}, {{ last }}) as double) / 1000000
{%- endmacro %}
