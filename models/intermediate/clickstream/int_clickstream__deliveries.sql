{# One row per platform and date whose events were delivered: the fingerprint of the files that hold them. It
   changes when a file is delivered anew, joined by another or taken back. #}
with

files as (

    select * from {{ ref('stg_landing__files') }}
    where is_current and table_name = 'clickstream_events'

),

file_fingerprints as (

    select
        platform,
        log_date,
        {{ content_id(['platform', 'export_id', 'source_file', 'sha256']) }} as fingerprint
    from files

),

final as (

    select
        platform,
        log_date,
        {{ sha256(joined_texts('fingerprint', ',', byte_order('fingerprint'))) }} as delivery
    from file_fingerprints
    group by platform, log_date

)

select * from final
