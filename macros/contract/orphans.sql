{#
    One row per value that points at no parent row: its columns and how many rows hold it (violation_count).
    A reference with a NULL column points nowhere and is not checked.
    parent: relation whose rows count whoever delivered them. landed_parent: relation whose rows count only within
    the same export. within: columns in which values are told apart. condition: what the child rows must meet.
#}
{% macro orphans(relation, columns, parent, fields, landed_parent=none, within=[], condition=none) -%}
    {%- set grouped = (within + columns) | join(', ') -%}
    select
        {{ grouped }},
        count(*) as violation_count
    from {{ relation }} as child
    where {{ all_present(columns) }}
        and {{ has_no_parent(columns, parent, fields) }}
    {%- if landed_parent is not none %}
        and {{ has_no_parent(columns + ['_export_id'], landed_parent, fields + ['_export_id']) }}
    {%- endif %}
    {%- if condition %}
        and {{ condition }}
    {%- endif %}
    group by {{ grouped }}
{%- endmacro %}


{# The condition that no row of the parent holds the child's values. #}
{% macro has_no_parent(columns, parent, fields) -%}
    not exists (
        select 1
        from {{ parent }} as parent
        where {% for column in columns -%}
            parent.{{ fields[loop.index0] }} = child.{{ column }}{{ ' and ' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
