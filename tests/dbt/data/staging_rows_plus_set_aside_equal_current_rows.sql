{# Finds staging models that lose or repeat rows: each holds one row per key that its contract table declares, and
   sets aside only rows whose key is missing or repeated; a staging model that is not listed here is found, too.
   It matters before any count is trusted. Resolve it in the staging model: its keys must be those of the table's
   primary_key test. #}
{% set tables = [
    'course_branch_grades',
    'course_branch_items',
    'course_branch_lessons',
    'course_branch_modules',
    'course_branches',
    'course_formative_quiz_grades',
    'course_grades',
    'course_item_grades',
    'course_item_types',
    'course_items',
    'course_lessons',
    'course_memberships',
    'course_modules',
    'course_progress',
    'courses',
    'on_demand_session_memberships',
    'on_demand_sessions',
    'users_courses__certificate_payments',
] %}

{%- set declared_keys = {} %}
{%- set holds_landed_rows = {} %}
{%- set unlisted_models = [] %}
{%- if execute %}
    {%- for node in graph.nodes.values() %}
        {%- if node.resource_type == 'test' and (node.test_metadata or {}).get('name') == 'primary_key' %}
            {%- for parent_id in node.depends_on.nodes if parent_id in graph.sources %}
                {%- set table = graph.sources[parent_id] %}
                {%- if table.source_name == 'coursera' %}
                    {%- do declared_keys.update({table.name: node.test_metadata.kwargs['columns']}) %}
                {%- endif %}
            {%- endfor %}
        {%- elif node.resource_type == 'model' and node.name.startswith('stg_coursera__') %}
            {%- set table_name = node.name | replace('stg_coursera__', '', 1) %}
            {%- do holds_landed_rows.update({table_name: node.config.meta.get('rows') == 'landed'}) %}
            {%- if table_name not in tables %}
                {%- do unlisted_models.append(node.name) %}
            {%- endif %}
        {%- endif %}
    {%- endfor %}
{%- endif %}

with

row_counts as (

    {%- for table_name in tables %}
    {%- set keys = declared_keys.get(table_name, ['_row_number']) %}
    {%- set key_is_whole = keys | join(' is not null and ') ~ ' is not null' %}

    select
        'stg_coursera__{{ table_name }}' as model_name,
        current_counts.current_row_count,
        current_counts.missing_key_row_count,
        repeated_counts.repeated_row_count,
        staging_counts.staging_row_count
    from (
        select
            count(*) as current_row_count,
            count(*) filter (where not ({{ key_is_whole }})) as missing_key_row_count
        from {{ source('coursera', table_name) }}
    ) as current_counts
    cross join (
        select coalesce(sum(key_groups.row_count - 1), 0) as repeated_row_count
        from (
            select count(*) as row_count
            from {{ source('coursera', table_name) }}
            where {{ key_is_whole }}
            group by {{ keys | join(', ') }}
        ) as key_groups
    ) as repeated_counts
    cross join (
        select count(*) as staging_row_count
        from {{ ref('stg_coursera__' ~ table_name) }}
        {%- if holds_landed_rows.get(table_name) %}
        where is_current
        {%- endif %}
    ) as staging_counts
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

    {%- for model_name in unlisted_models %}

    union all

    select
        '{{ model_name }}' as model_name,
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
