{# A text in which every match of a pattern is replaced; \1 to \9 in the replacement stand for the
   groups. For patterns see regex_like. #}
{% macro regex_replace(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('regex_replace', 'coursehouse')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regex_replace(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ text_literal(pattern) }}, {{ text_literal(replacement) }}, 'gs')
{%- endmacro %}

{% macro postgres__regex_replace(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ text_literal(pattern) }}, {{ text_literal(replacement) }}, 'g')
{%- endmacro %}

{% macro spark__regex_replace(text, pattern, replacement) -%}
    {%- set no_groups = replacement | replace('$', '\\$') -%}
    {%- set java_replacement = modules.re.sub('\\\\([1-9])', '$\\1', no_groups) -%}
    regexp_replace({{ text }}, {{ java_pattern(pattern) }}, {{ text_literal(java_replacement) }})
{%- endmacro %}
