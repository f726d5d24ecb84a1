{# The SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits; NULL for NULL. #}
{% macro sha256(text) -%}
    {{ return(adapter.dispatch('sha256', 'coursehouse')(text)) }}
{%- endmacro %}

{% macro default__sha256(text) -%}
    sha256({{ text }})
{%- endmacro %}

{% macro postgres__sha256(text) -%}
    encode(sha256(convert_to({{ text }}, 'UTF8')), 'hex')
{%- endmacro %}

{% macro spark__sha256(text) -%}
    sha2({{ text }}, 256)
{%- endmacro %}
