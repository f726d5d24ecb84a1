{# The type of floating point numbers of 8 bytes; dbt.type_float is the one of 4 bytes on some
   engines. #}
{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'coursehouse')()) }}
{%- endmacro %}

{% macro default__type_double() -%}
    double precision
{%- endmacro %}

{% macro spark__type_double() -%}
    double
{%- endmacro %}
