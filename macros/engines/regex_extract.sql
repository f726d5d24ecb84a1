{# What the first match of a pattern holds in a group (0: all of it); NULL where there is none or it
   is empty. For patterns see regex_like. #}
{% macro regex_extract(text, pattern, group=1) -%}
    {{ return(adapter.dispatch('regex_extract', 'coursehouse')(text, pattern, group)) }}
{%- endmacro %}

{% macro default__regex_extract(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, {{ text_literal(pattern) }}, {{ group }}, 's'), '')
{%- endmacro %}

{% macro postgres__regex_extract(text, pattern, group) -%}
    {%- set grouped = '(' ~ pattern ~ ')' -%}
    nullif((regexp_match({{ text }}, {{ text_literal(grouped) }}))[{{ group + 1 }}], '')
{%- endmacro %}

{% macro spark__regex_extract(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, {{ java_pattern(pattern) }}, {{ group }}), '')
{%- endmacro %}
