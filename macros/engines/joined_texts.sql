{# Aggregate: the texts of a group that are not NULL, in the order of another column, with a
   separator between them; NULL where there is none. dbt.listagg knows no order on Spark. #}
{% macro joined_texts(text, separator, order_by) -%}
    {{ return(adapter.dispatch('joined_texts', 'coursehouse')(text, separator, order_by)) }}
{%- endmacro %}

{% macro default__joined_texts(text, separator, order_by) -%}
    string_agg({{ text }}, {{ text_literal(separator) }} order by {{ order_by }})
{%- endmacro %}

{% macro spark__joined_texts(text, separator, order_by) -%}
    listagg({{ text }}, {{ text_literal(separator) }}) within group (order by {{ order_by }})
{%- endmacro %}
