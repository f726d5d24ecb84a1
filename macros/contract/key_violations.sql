{#
    One row per export and breaking value of a declared key or reference, over all landed rows: key_name, export_id,
    sample_id, violation_count. sample_id is NULL where the key holds a learner's id: learners are only counted.
#}
{% macro key_violations(key) -%}
    {%- set sample_id = key_text(key.columns, key.names_persons) -%}
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
        {{ key_groups(key.landed, key.columns, ['_export_id'], key.skip_missing, key.nullable) }}
        {%- endif %}
    ) as breaking_values
    where violation_count > 0
    group by _export_id, {{ sample_id }}
{%- endmacro %}


{# One row per export: its current rows of a table, and how many staging sets aside to keep one per key. #}
{% macro rows_set_aside(key) -%}
    select
        '{{ one_row_per_key_name(key) }}' as key_name,
        ranked_rows._export_id as export_id,
        count(*) as row_count,
        count(case when not (ranked_rows.is_whole and ranked_rows.key_rank = 1) then 1 end)
            as rows_set_aside_count
    from (
        select
            keyed_rows._export_id,
            {{ all_present(required_columns(key.columns, key.nullable), 'keyed_rows.') }} as is_whole,
            {{ key_rank(key.columns) }} as key_rank
        from {{ key.current }} as keyed_rows
    ) as ranked_rows
    group by ranked_rows._export_id
{%- endmacro %}


{#
    Fills a table with the rows that a macro selects for each key, a few keys at a time: engines plan one statement
    of hundreds of branches far longer than they run it.
#}
{% macro insert_per_key(relation, keys, select_of) -%}
    {%- for keys_at_once in keys | batch(20) -%}
        {%- set selects = [] -%}
        {%- for key in keys_at_once -%}
            {%- do selects.append(select_of(key)) -%}
        {%- endfor -%}
        {%- do run_query('insert into ' ~ relation ~ '\n' ~ selects | join('\nunion all\n')) -%}
    {%- endfor -%}
{%- endmacro %}


{# Fills a table with the rows of key_violations of every declared key. #}
{% macro insert_key_violations(relation) -%}
    {%- if execute -%}
        {%- do insert_per_key(relation, declared_keys(), key_violations) -%}
    {%- endif -%}
{%- endmacro %}


{# Fills a table with the rows of rows_set_aside of every table with a primary key. #}
{% macro insert_rows_set_aside(relation) -%}
    {%- if execute -%}
        {%- set keys = declared_keys() | selectattr('kind', 'equalto', 'primary_key') | list -%}
        {%- do insert_per_key(relation, keys, rows_set_aside) -%}
    {%- endif -%}
{%- endmacro %}


{# The values of key columns as one text; NULL when one of them is a learner's id, or all of them are said to be. #}
{% macro key_text(columns, names_persons=false) -%}
    {%- set learner_columns = [] -%}
    {%- for column in columns if column.endswith('user_id') or column == 'student_id' -%}
        {%- do learner_columns.append(column) -%}
    {%- endfor -%}
    {%- if learner_columns or names_persons -%}
        cast(null as {{ dbt.type_string() }})
    {%- else -%}
        {%- for column in columns -%}
            coalesce(cast({{ column }} as {{ dbt.type_string() }}), 'missing')
            {{- " || ' / ' || " if not loop.last }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
