{# The ids of what stands for typed answers that match no pattern and for empty ones, by kind of option. #}
{% macro unmatched_answers() -%}
    {{ return({'no_match': '(no match)', 'empty': '(empty)'}) }}
{%- endmacro %}
