{# A number as a double without what follows its twelfth decimal: sums of doubles end in digits that depend
   on the order of adding, so that what should be 0 is not. NULL for NULL. #}
{% macro rounded(number) -%}
    cast(cast({{ number }} as numeric(38, 12)) as {{ type_double() }})
{%- endmacro %}
