{# Whether a text holds a match of a pattern; NULL for NULL. `.` is any character, line breaks too,
   and a `$` at the pattern's end is the end of the text. Patterns that mean the same everywhere use
   neither lookaround nor named classes, and are either greedy or lazy throughout. #}
{% macro regex_like(text, pattern) -%}
    {{ return(adapter.dispatch('regex_like', 'coursehouse')(text, pattern)) }}
{%- endmacro %}

{% macro default__regex_like(text, pattern) -%}
    regexp_matches({{ text }}, {{ text_literal(pattern) }}, 's')
{%- endmacro %}

{% macro postgres__regex_like(text, pattern) -%}
    {{ text }} ~ {{ text_literal(pattern) }}
{%- endmacro %}

{% macro spark__regex_like(text, pattern) -%}
    {{ text }} rlike {{ java_pattern(pattern) }}
{%- endmacro %}


{# The literal of a pattern for Java, whose `.` is no line break and whose `$` also stands before a
   last one. #}
{% macro java_pattern(pattern) -%}
    {{ return(text_literal('(?s)' ~ modules.re.sub('(?<!\\\\)[$](?=$|[)|])', '\\\\z', pattern))) }}
{%- endmacro %}
