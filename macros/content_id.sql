{# An id made of what a row says, the same on every engine and in every build: the SHA-256 of its texts, each
   behind its length, so that no two rows of different texts share one; - stands for NULL. Timestamps and
   numbers are given as whole numbers (to_epoch_microseconds). #}
{% macro content_id(columns) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- set text = 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- set length = 'cast(length(' ~ text ~ ') as ' ~ dbt.type_string() ~ ')' -%}
        {%- do parts.append("coalesce(" ~ length ~ " || ':' || " ~ text ~ ", '-')") -%}
    {%- endfor -%}
    {{ sha256(parts | join('\n            || ')) }}
{%- endmacro %}
