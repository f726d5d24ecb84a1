{# The contract's table behind a relation, or none for a model of ours or a table of the loader. #}
{% macro contract_table(relation) -%}
    {%- set found = graph.sources.values()
        | selectattr('schema', 'equalto', relation.schema)
        | selectattr('identifier', 'equalto', relation.identifier)
        | rejectattr('source_name', 'equalto', 'landing')
        | list -%}
    {{ return(found | first if found else none) }}
{%- endmacro %}


{# The condition that some current export delivered a table: a missing file is not an empty table. #}
{% macro is_delivered(table) -%}
    exists (
        select 1
        from {{ source('landing', 'files') }} as files
        where files.is_current
            and files.platform = '{{ table.source_name }}'
            and files.table_name = '{{ table.name }}'
    )
{%- endmacro %}


{# The condition that a landed row comes from an export in which a person has one id everywhere. #}
{% macro is_linked() -%}
    _export_id in (
        select exports.export_id
        from {{ source('landing', 'exports') }} as exports
        where exports.id_mode = 'linked'
    )
{%- endmacro %}
