{# One row per platform and date whose events were delivered: the fingerprint of the files that hold them. It
   changes when a file is delivered anew, joined by another or taken back. #}
with

files as (

    select * from {{ ref('stg_landing__files') }}
    where is_current and table_name in ('clickstream_events', 'tracking_log_events')

),

-- A file of Coursera holds the events of its own date, one of edX also those that came late.
dated_files as (

    select
        files.platform,
        files.export_id,
        files.source_file,
        files.sha256,
        case when files.platform = 'edx' then file_dates.event_date else files.log_date end as event_date
    from files
    left join {{ ref('int_clickstream__edx_file_dates') }} as file_dates
        on files.platform = file_dates.platform
        and files.export_id = file_dates.export_id
        and files.source_file = file_dates.source_file

),

file_fingerprints as (

    select
        platform,
        event_date as log_date,
        -- With the date: several dates may come from one file, and each needs a fingerprint of its own.
        {{ content_id(['platform', 'event_date', 'export_id', 'source_file', 'sha256']) }} as fingerprint
    from dated_files
    where event_date is not null

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
