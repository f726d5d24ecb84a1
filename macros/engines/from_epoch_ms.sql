{# The UTC timestamp of a whole number of milliseconds since 1970. #}
{% macro from_epoch_ms(milliseconds) -%}
    {{ return(adapter.dispatch('from_epoch_ms', 'coursehouse')(milliseconds)) }}
{%- endmacro %}

{% macro default__from_epoch_ms(milliseconds) -%}
    epoch_ms({{ milliseconds }})
{%- endmacro %}

{% macro postgres__from_epoch_ms(milliseconds) -%}
    timestamp '1970-01-01' + {{ milliseconds }} * interval '1 millisecond'
{%- endmacro %}

{% macro spark__from_epoch_ms(milliseconds) -%}
    timestamp_millis({{ milliseconds }})
{%- endmacro %}
