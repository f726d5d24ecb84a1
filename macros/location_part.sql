{# The text of one part of an item's location: the 0-based order counted from 1, two digits at least so that
   text sorts like numbers, ?? where the order is unknown. lpad would cut the third digit off. #}
{% macro location_part(order_column) -%}
    case
        when {{ order_column }} is null then '??'
        when {{ order_column }} between 0 and 8
            then '0' || cast({{ order_column }} + 1 as {{ dbt.type_string() }})
        else cast({{ order_column }} + 1 as {{ dbt.type_string() }})
    end
{%- endmacro %}
