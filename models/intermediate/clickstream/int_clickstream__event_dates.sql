{# One row per platform and date with events: the fingerprint of the delivery that the mart events holds of
   the date, alone and together with the date before. It is read from the mart, so that what is built on the
   mart never claims a delivery that the mart does not hold yet. #}
{{ config(materialized='table') }}

with

events as (

    select * from {{ ref('events') }}

),

dates as (

    select
        platform,
        event_date,
        max(_delivery) as delivery
    from events
    group by platform, event_date

),

final as (

    select
        dates.platform,
        dates.event_date,
        dates.delivery,
        {{ content_id(['dates.delivery', 'previous_dates.delivery']) }} as delivery_with_previous
    from dates
    left join dates as previous_dates
        on dates.platform = previous_dates.platform
        and dates.event_date = cast(previous_dates.event_date + interval '1' day as date)

)

select * from final
