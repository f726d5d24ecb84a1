{# Aggregate: the text of the row with the smallest (text_at_smallest) or the largest (text_at_largest)
   number of a group. Numbers are whole, not negative and of up to 18 digits; NULL texts do not count. #}
{% macro text_at_smallest(text, number) -%}
    substring(min({{ numbered_text(text, number) }}), 19)
{%- endmacro %}

{% macro text_at_largest(text, number) -%}
    substring(max({{ numbered_text(text, number) }}), 19)
{%- endmacro %}


{# A text behind a number of 18 digits: such texts sort like their numbers. #}
{% macro numbered_text(text, number) -%}
    lpad(cast({{ number }} as {{ dbt.type_string() }}), 18, '0') || {{ text }}
{%- endmacro %}
