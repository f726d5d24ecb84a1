{# One row per file of a loaded export that holds the events of one day. #}
with

files as (

    select * from {{ source('landing', 'files') }}
    where log_date is not null

),

final as (

    select
        export_id,
        source_file,
        platform,
        table_name,
        domain,
        is_current,
        log_date,
        sha256
    from files

)

select * from final
