{# The relation that holds all landed rows (every export) of a contract table, beside its current rows. #}
{% macro landed(source_relation) -%}
    {{ return(api.Relation.create(
        database=source_relation.database,
        schema='landed_' ~ source_relation.schema,
        identifier=source_relation.identifier
    )) }}
{%- endmacro %}
