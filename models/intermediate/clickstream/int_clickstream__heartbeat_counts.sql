{# One row per course, country and date: the plays of videos that a pause or an end closed, how many
   heartbeats they should have sent, and how many of these arrived. #}
{{ incremental_by_date('int_clickstream__event_dates') }}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__event_dates')) }}

),

counted_events as (

    select
        viewing_events.platform,
        viewing_events.event_id,
        viewing_events.course_id,
        viewing_events.country_cd,
        viewing_events.event_date,
        viewing_events.event_type,
        viewing_events.viewing_id,
        viewing_events.type_order,
        viewing_events.timecode_seconds,
        viewing_events.event_at,
        deliveries.delivery as _delivery,
        count(case when viewing_events.event_type = 'heartbeat' then 1 end) over (
            partition by viewing_events.viewing_id, viewing_events.event_date
            order by
                viewing_events.event_at,
                viewing_events.type_order,
                viewing_events.timecode_seconds,
                {{ byte_order('viewing_events.event_id') }}
            rows between unbounded preceding and current row
        ) as heartbeat_count
    from {{ ref('int_clickstream__viewing_events') }} as viewing_events
    inner join deliveries
        on viewing_events.platform = deliveries.platform
        and viewing_events.event_date = deliveries.event_date

),

other_events as (

    select
        *,
        lead(event_type) over viewing as next_event_type,
        {{ seconds_between('event_at', 'lead(event_at) over viewing') }} as play_seconds,
        lead(heartbeat_count) over viewing as next_heartbeat_count
    from counted_events
    where event_type <> 'heartbeat'
    window viewing as (
        partition by viewing_id, event_date
        order by event_at, type_order, timecode_seconds, {{ byte_order('event_id') }}
    )

),

-- One is sent every five seconds of play, but none that is due as the play closes: hence half a second less.
anchored_plays as (

    select
        *,
        next_heartbeat_count - heartbeat_count as received_count,
        cast(greatest(floor((play_seconds - 0.5) / 5), 0) as {{ dbt.type_bigint() }}) as expected_count
    from other_events
    where event_type = 'play' and next_event_type in ('pause', 'end')

),

final as (

    select
        platform,
        course_id,
        event_date,
        coalesce(country_cd, 'unknown') as country_cd,
        count(*) as anchored_play_count,
        cast(sum(expected_count) as {{ dbt.type_bigint() }}) as expected_heartbeat_count,
        cast(
            sum(least(received_count, expected_count)) as {{ dbt.type_bigint() }}
        ) as received_heartbeat_count,
        _delivery
    from anchored_plays
    where course_id is not null
    group by platform, course_id, event_date, coalesce(country_cd, 'unknown'), _delivery

)

select * from final
