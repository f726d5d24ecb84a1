{# The number that a text writes with up to 100 digits before and after the point, with an exponent
   or without; NULL where it writes anything else: infinity and not-a-number are no numbers. #}
{% macro to_double(text) -%}
    {%- set pattern = [
        '^[+-]?([0-9]{1,100}([.][0-9]{0,100})?|[.][0-9]{1,100})',
        '([eE][+-]?[0-9]{1,2})?$',
    ] | join -%}
    case
        when {{ regex_like(text, pattern) }}
            then cast({{ text }} as {{ type_double() }})
    end
{%- endmacro %}
