{# One row per table file of a loaded export. #}
with

files as (
    select * from {{ source('landing', 'files') }}
),

rejects as (
    select * from {{ source('landing', 'rejects') }}
),

{# The text of a reject is personal data and stays in the landing zone: only places and reasons pass. #}
reject_places as (
    select
        export_id,
        source_file,
        min(line_number) as first_reject_line_number,
        count(*) as reject_count
    from rejects
    group by export_id, source_file
),

reason_counts as (
    select
        export_id,
        source_file,
        coalesce(column_name || ': ', '') || reason as reason,
        count(*) as reason_count
    from rejects
    group by export_id, source_file, coalesce(column_name || ': ', '') || reason
),

ranked_reasons as (
    select
        export_id,
        source_file,
        reason,
        row_number() over (
            partition by export_id, source_file
            order by reason_count desc, {{ byte_order('reason') }} asc
        ) as reason_rank
    from reason_counts
),

final as (
    select
        files.platform,
        files.export_id,
        files.source_file,
        files.table_name,
        files.dialect,
        files.accounting,
        files.sha256,
        files.contract_version,
        ranked_reasons.reason as most_frequent_reject_reason,
        files.is_known_table,
        files.is_current,
        files.size_bytes,
        files.rows_read as read_row_count,
        files.rows_landed as landed_row_count,
        files.rows_rejected as rejected_row_count,
        files.cells_nulled as nulled_cell_count,
        files.unknown_column_count,
        coalesce(reject_places.reject_count, 0) as reject_count,
        reject_places.first_reject_line_number,
        {{ safe_divide('files.rows_rejected', 'files.rows_read') }} as rejected_row_fraction,
        files.seconds as load_seconds
    from files
    left join reject_places
        on files.export_id = reject_places.export_id
        and files.source_file = reject_places.source_file
    left join ranked_reasons
        on files.export_id = ranked_reasons.export_id
        and files.source_file = ranked_reasons.source_file
        and ranked_reasons.reason_rank = 1
)

select * from final
