{# One row per loaded export. #}
with

exports as (
    select * from {{ source('landing', 'exports') }}
),

files as (
    select * from {{ source('landing', 'files') }}
),

file_counts as (
    select
        export_id,
        count(*) as file_count,
        count(*) filter (where is_current) as current_file_count,
        count(*) filter (where not is_known_table) as unknown_table_count,
        sum(unknown_column_count) as unknown_column_count
    from files
    group by export_id
),

final as (
    select
        exports.platform,
        exports.export_id,
        exports.scope,
        exports.partner,
        exports.source_name,
        exports.id_mode,
        exports.snapshot_source,
        exports.content_sha256,
        exports.contract_version,
        exports.is_current,
        coalesce(file_counts.file_count, 0) as file_count,
        coalesce(file_counts.current_file_count, 0) as current_file_count,
        coalesce(file_counts.unknown_table_count, 0) as unknown_table_count,
        cast(coalesce(file_counts.unknown_column_count, 0) as {{ dbt.type_bigint() }})
            as unknown_column_count,
        exports.rows_read as read_row_count,
        exports.rows_landed as landed_row_count,
        exports.rows_rejected as rejected_row_count,
        exports.cells_nulled as nulled_cell_count,
        {{ safe_divide('exports.rows_rejected', 'exports.rows_read') }} as rejected_row_fraction,
        exports.snapshot_at
    from exports
    left join file_counts
        on exports.export_id = file_counts.export_id
)

select * from final
