{# A text as a literal: its quotes and backslashes mean themselves. #}
{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'coursehouse')(text)) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    {{ return("'" ~ (text | replace("'", "''")) ~ "'") }}
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    {{ return("'" ~ (text | replace('\\', '\\\\') | replace("'", "\\'")) ~ "'") }}
{%- endmacro %}
