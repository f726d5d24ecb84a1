{# A text to order rows by: by its bytes, whatever the language that the database sorts by. #}
{% macro byte_order(text) -%}
    {{ return(adapter.dispatch('byte_order', 'coursehouse')(text)) }}
{%- endmacro %}

{% macro default__byte_order(text) -%}
    {{ text }}
{%- endmacro %}

{% macro postgres__byte_order(text) -%}
    {{ text }} collate "C"
{%- endmacro %}
