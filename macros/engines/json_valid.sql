{# Whether the engine reads a text as JSON; NULL for NULL. Engines differ on commas at the end of a
   list, numbers such as NaN, and keys that an object repeats. #}
{% macro json_valid(text) -%}
    {{ return(adapter.dispatch('json_valid', 'coursehouse')(text)) }}
{%- endmacro %}

{% macro default__json_valid(text) -%}
    json_valid({{ text }})
{%- endmacro %}

{% macro postgres__json_valid(text) -%}
    {{ text }} is json
{%- endmacro %}

{# It passes over what follows the first value: no such text fits into a list and into an object
   alike. #}
{% macro spark__json_valid(text) -%}
    case
        when {{ text }} is not null
            then try_parse_json('[' || {{ text }} || ']') is not null
                and try_parse_json('{"a":' || {{ text }} || '}') is not null
    end
{%- endmacro %}
