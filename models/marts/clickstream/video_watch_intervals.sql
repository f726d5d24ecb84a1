{{ incremental_by_date('int_clickstream__event_dates', 'delivery_with_previous') }}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__event_dates'), 'delivery_with_previous') }}

),

intervals as (

    select * from {{ ref('int_clickstream__coursera_watch_intervals') }}

    union all

    select * from {{ ref('int_clickstream__edx_watch_intervals') }}

),

final as (

    select intervals.*
    from intervals
    inner join deliveries
        on intervals._delivery = deliveries.delivery_with_previous

)

select * from final
