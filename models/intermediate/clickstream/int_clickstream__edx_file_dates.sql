{# One row per log and date of which it holds events: those of apps may come days late. #}
{{ config(materialized='table') }}

with

events as (

    select
        platform,
        _export_id,
        _source_file,
        cast(coalesce(event_at, log_date) as date) as event_date
    from {{ ref('stg_edx__tracking_log_events') }}

),

final as (

    select
        platform,
        _export_id as export_id,
        _source_file as source_file,
        event_date
    from events
    group by platform, _export_id, _source_file, event_date

)

select * from final
