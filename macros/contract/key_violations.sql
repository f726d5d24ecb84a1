{#
    One row per export and breaking value of a declared key or reference, over all landed rows: key_name, export_id,
    sample_id, violation_count. sample_id is NULL where the key holds a learner's id: learners are only counted.
#}
{% macro key_violations(key) -%}
    {%- set sample_id = key_text(key.columns) -%}
    select
        '{{ key.name }}' as key_name,
        _export_id as export_id,
        {{ sample_id }} as sample_id,
        cast(sum(violation_count) as {{ dbt.type_bigint() }}) as violation_count
    from (
        {%- if key.kind == 'references' %}
        {{ orphans(
            key.landed, key.columns, key.parent, key.fields, key.landed_parent, ['_export_id']
        ) }}
        {%- else %}
        {{ key_groups(key.landed, key.columns, ['_export_id'], key.skip_missing) }}
        {%- endif %}
    ) as breaking_values
    where violation_count > 0
    group by _export_id, {{ sample_id }}
{%- endmacro %}


{#
    Fills a table with the rows of key_violations of every declared key, a few keys at a time: engines plan one
    statement of hundreds of branches far longer than they run it.
#}
{% macro insert_key_violations(relation) -%}
    {%- if execute -%}
        {%- for keys in declared_keys() | batch(20) -%}
            {%- set selects = [] -%}
            {%- for key in keys -%}
                {%- do selects.append(key_violations(key)) -%}
            {%- endfor -%}
            {%- do run_query('insert into ' ~ relation ~ '\n' ~ selects | join('\nunion all\n')) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{# One row per export: its current rows of a table, and how many staging sets aside to keep one per key. #}
{% macro rows_set_aside(key) -%}
    select
        '{{ one_row_per_key_name(key) }}' as key_name,
        current_rows._export_id as export_id,
        current_rows.row_count,
        current_rows.row_count - coalesce(kept_rows.row_count, 0) as rows_set_aside_count
    from (
        select
            _export_id,
            count(*) as row_count
        from {{ key.current }}
        group by _export_id
    ) as current_rows
    left join (
        select
            _export_id,
            count(*) as row_count
        from ({{ one_row_per_key(key.current, key.columns) }}) as keyed_rows
        group by _export_id
    ) as kept_rows
        on current_rows._export_id = kept_rows._export_id
{%- endmacro %}


{# The values of key columns as one text; NULL when one of them is a learner's id. #}
{% macro key_text(columns) -%}
    {%- set learner_columns = [] -%}
    {%- for column in columns if column.endswith('user_id') -%}
        {%- do learner_columns.append(column) -%}
    {%- endfor -%}
    {%- if learner_columns -%}
        cast(null as {{ dbt.type_string() }})
    {%- else -%}
        {%- for column in columns -%}
            coalesce(cast({{ column }} as {{ dbt.type_string() }}), 'missing')
            {{- " || ' / ' || " if not loop.last }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
