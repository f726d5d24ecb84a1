{# One row per staging model of a platform that loses or repeats rows: its rows, and the rows of its contract
   table that are set aside because their key is missing or repeated, must together be the current rows. A model
   whose table is not listed is found, too. tables: names of the contract tables, without an edge to the
   sources. #}
{% macro staging_rows_that_do_not_add_up(platform, tables) -%}
    {%- set models = staging_models(platform) if execute else {} %}
    {%- set primary_keys = {} %}
    {%- for key in (declared_keys() if execute else [])
        if key.kind == 'primary_key' and key.platform == platform %}
        {%- do primary_keys.update({key.table_name: key}) %}
    {%- endfor %}
    {#- Of a table without a key every row stays: each is told by its place in its file. #}
    {%- for table_name in (tables if execute else []) if table_name not in primary_keys %}
        {%- set table = declared_table("source('" ~ platform ~ "', '" ~ table_name ~ "')") %}
        {%- do primary_keys.update({table_name: {
            'columns': ['_export_id', '_source_file', '_row_number'],
            'nullable': [],
            'current': api.Relation.create(table.database, table.schema, table.identifier),
        }}) %}
    {%- endfor %}

    with

    {%- for table_name in tables %}
    {%- set primary_key = primary_keys.get(table_name, {'columns': ['_row_number'], 'current': none}) %}
    {%- set keys = primary_key.columns | join(', ') %}

    current_{{ table_name }} as (

        select
            {{ keys }},
            count(*) as row_count
        from {{ primary_key.current }}
        group by {{ keys }}

    ),

    staged_{{ table_name }} as (

        select count(*) as row_count
        from {{ ref('stg_' ~ platform ~ '__' ~ table_name) }}
        {%- if models.get(table_name, {}).get('holds_landed_rows') %}
        where is_current
        {%- endif %}

    ),
    {%- endfor %}

    row_counts as (

        {%- for table_name in tables %}
        {%- set key = primary_keys[table_name] if execute else {'columns': ['_row_number'], 'nullable': []} %}
        {%- set key_is_whole = all_present(required_columns(key.columns, key.nullable)) %}

        select
            'stg_{{ platform }}__{{ table_name }}' as model_name,
            coalesce(sum(keyed.row_count), 0) as current_row_count,
            coalesce(
                sum(keyed.row_count) filter (where not ({{ key_is_whole }})), 0
            ) as missing_key_row_count,
            coalesce(
                sum(keyed.row_count - 1) filter (where {{ key_is_whole }}), 0
            ) as repeated_row_count,
            max(staged.row_count) as staging_row_count
        from staged_{{ table_name }} as staged
        left join current_{{ table_name }} as keyed
            on true
        {%- if not loop.last %}

        union all
        {%- endif %}
        {%- endfor %}

        {%- for table_name in models if table_name not in tables %}

        union all

        select
            '{{ models[table_name].name }}' as model_name,
            null as current_row_count,
            null as missing_key_row_count,
            null as repeated_row_count,
            null as staging_row_count
        {%- endfor %}

    )

    select * from row_counts
    where
        staging_row_count is null
        or staging_row_count + missing_key_row_count + repeated_row_count <> current_row_count
{%- endmacro %}
