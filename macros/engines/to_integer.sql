{# The whole number that a text writes in up to 18 digits; NULL where it writes anything else. #}
{% macro to_integer(text) -%}
    case
        when {{ regex_like(text, '^[+-]?[0-9]{1,18}$') }}
            then cast({{ text }} as {{ dbt.type_bigint() }})
    end
{%- endmacro %}
