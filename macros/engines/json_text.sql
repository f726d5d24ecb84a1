{# The text at a path of keys and 0-based positions in a JSON text; NULL where the path leads
   nowhere or to a JSON null, and where the text is no JSON. Numbers, objects and lists come in the
   engine's own spelling. #}
{% macro json_text(text, path) -%}
    {{ return(adapter.dispatch('json_text', 'coursehouse')(text, path)) }}
{%- endmacro %}

{% macro default__json_text(text, path) -%}
    case
        when json_valid({{ text }})
            then json_extract_string({{ text }}, {{ text_literal(json_path(path, '."', '"')) }})
    end
{%- endmacro %}

{# The cast stands around the check: of a literal, as in unit tests, a cast inside it is computed
   first. #}
{% macro postgres__json_text(text, path) -%}
    cast(case when {{ text }} is json then {{ text }} end as json)
    #>> array[
        {%- for step in path -%}
            {{ text_literal(step | string) }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    ]
{%- endmacro %}

{% macro spark__json_text(text, path) -%}
    case
        when {{ json_valid(text) }}
            then get_json_object({{ text }}, {{ text_literal(json_path(path, "['", "']")) }})
    end
{%- endmacro %}


{# A path in JSONPath: $, then each key between the given marks and each position in brackets. #}
{% macro json_path(path, before_key, after_key) -%}
    {%- set steps = ['$'] -%}
    {%- for step in path -%}
        {%- if step is number -%}
            {%- do steps.append('[' ~ step ~ ']') -%}
        {%- else -%}
            {%- do steps.append(before_key ~ step ~ after_key) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(steps | join) }}
{%- endmacro %}
