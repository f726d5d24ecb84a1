{# The whole number of microseconds from 1970 to a UTC timestamp; negative before. #}
{% macro to_epoch_microseconds(moment) -%}
    {{ return(adapter.dispatch('to_epoch_microseconds', 'coursehouse')(moment)) }}
{%- endmacro %}

{% macro default__to_epoch_microseconds(moment) -%}
    epoch_us({{ moment }})
{%- endmacro %}

{% macro postgres__to_epoch_microseconds(moment) -%}
    cast(extract(epoch from {{ moment }}) * 1000000 as bigint)
{%- endmacro %}

{% macro spark__to_epoch_microseconds(moment) -%}
    unix_micros(cast({{ moment }} as timestamp))
{%- endmacro %}
