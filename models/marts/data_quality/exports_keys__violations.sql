{# One row per export and declared key of a table that the export delivered. #}
with

exports as (
    select * from {{ source('landing', 'exports') }}
),

files as (
    select * from {{ source('landing', 'files') }}
),

violating_values as (
    select * from {{ ref('int_data_quality__violating_values') }}
),

rows_set_aside as (
    select * from {{ ref('int_data_quality__rows_set_aside') }}
),

declared_keys as (
    select * from {{ ref('int_data_quality__declared_keys') }}
),

ranked_values as (
    select
        violating_values.*,
        row_number() over (
            partition by violating_values.key_name, violating_values.export_id
            order by {{ byte_order('violating_values.sample_id') }} nulls last
        ) as sample_rank
    from violating_values
),

violations as (
    select
        key_name,
        export_id,
        sum(violation_count) as violation_count,
        {{ joined_texts('case when sample_rank <= 20 then sample_id end', ', ', 'sample_rank') }}
            as sample_ids
    from ranked_values
    group by key_name, export_id
),

delivered_tables as (
    select
        export_id,
        platform,
        table_name,
        bool_or(is_current) as is_current,
        sum(rows_landed) as row_count
    from files
    where is_known_table
    group by export_id, platform, table_name
),

current_tables as (
    select platform, table_name
    from delivered_tables
    where is_current
    group by platform, table_name
),

checks as (
    select
        delivered_tables.export_id,
        declared_keys.*,
        case
            when declared_keys.kind = 'references' and current_tables.table_name is null
                then 'not_checked'
            when declared_keys.is_linked_only and coalesce(exports.id_mode, '') != 'linked'
                then 'not_checked'
            else 'checked'
        end as status,
        delivered_tables.row_count
    from delivered_tables
    inner join declared_keys
        on delivered_tables.platform = declared_keys.platform
        and delivered_tables.table_name = declared_keys.table_name
    inner join exports
        on delivered_tables.export_id = exports.export_id
    left join current_tables
        on declared_keys.platform = current_tables.platform
        and declared_keys.parent_table = current_tables.table_name
),

counted as (
    select
        checks.platform,
        checks.export_id,
        checks.key_name,
        checks.table_name,
        checks.kind,
        checks.key_columns,
        nullif(checks.parent_table, '') as parent_table,
        nullif(checks.parent_columns, '') as parent_columns,
        checks.status,
        case when checks.status = 'checked' then violations.sample_ids end as sample_ids,
        nullif(checks.known_exception, '') as known_exception,
        case
            when checks.kind = 'one_row_per_key' then coalesce(rows_set_aside.row_count, 0)
            else checks.row_count
        end as row_count,
        case
            when checks.kind = 'one_row_per_key' then coalesce(rows_set_aside.rows_set_aside_count, 0)
            when checks.status = 'checked' then coalesce(violations.violation_count, 0)
        end as violation_count,
        coalesce(rows_set_aside.rows_set_aside_count, 0) as rows_set_aside_count
    from checks
    left join violations
        on checks.export_id = violations.export_id
        and checks.key_name = violations.key_name
    left join rows_set_aside
        on checks.export_id = rows_set_aside.export_id
        and checks.key_name = rows_set_aside.key_name
),

final as (
    select
        platform,
        export_id,
        key_name,
        table_name,
        kind,
        key_columns,
        parent_table,
        parent_columns,
        status,
        cast(row_count as {{ dbt.type_bigint() }}) as row_count,
        cast(violation_count as {{ dbt.type_bigint() }}) as violation_count,
        {{ safe_divide('violation_count', 'row_count') }} as violation_fraction,
        cast(rows_set_aside_count as {{ dbt.type_bigint() }}) as rows_set_aside_count,
        sample_ids,
        known_exception
    from counted
)

select * from final
