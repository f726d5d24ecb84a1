{# Whether two values differ, NULL being a value like any other: never NULL itself. #}
{% macro differs(one, other) -%}
    coalesce({{ one }} <> {{ other }}, ({{ one }} is null) <> ({{ other }} is null))
{%- endmacro %}
