{# One row per stretch of a video that a Coursera browser played without interruption on one date. #}
{{ incremental_by_date('int_clickstream__event_dates', 'delivery_with_previous') }}
{%- set viewing_columns = ['platform', 'user_id', 'course_id', 'item_id', 'session_cookie_id'] %}
{%- set moving = 'case when end_second > timecode_seconds then ' %}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__event_dates'), 'delivery_with_previous') }}

),

delivered_events as (

    select
        viewing_events.*,
        viewing_events.event_date as build_date,
        deliveries.delivery_with_previous as _delivery
    from {{ ref('int_clickstream__viewing_events') }} as viewing_events
    inner join deliveries
        on viewing_events.platform = deliveries.platform
        and viewing_events.event_date = deliveries.event_date

),

viewings as (

    select viewing_id, build_date, _delivery
    from delivered_events
    group by viewing_id, build_date, _delivery

),

-- A date is always built from its events and, of viewings that cross midnight, from those of the date before.
dated_events as (

    select * from delivered_events

    union all

    select
        viewing_events.*,
        viewings.build_date,
        viewings._delivery
    from {{ ref('int_clickstream__viewing_events') }} as viewing_events
    inner join viewings
        on viewing_events.viewing_id = viewings.viewing_id
        and viewing_events.event_date = cast(viewings.build_date - interval '1' day as date)

),

-- Each event with the next. The counts tell which event up to here was the last to say something.
event_pairs as (

    select
        *,
        row_number() over viewing as event_number,
        lead(event_id) over viewing as next_event_id,
        lead(event_type) over viewing as next_event_type,
        lead(event_date) over viewing as next_event_date,
        lead(timecode_seconds) over viewing as next_timecode_seconds,
        lead(event_at) over viewing as next_event_at,
        count(playback_rate) over viewing as rate_count,
        count(playing_state) over viewing as state_count,
        count(case when event_type in ('pause', 'end', 'seek') then 1 end) over viewing as stop_count
    from dated_events
    window viewing as (
        partition by viewing_id, build_date
        order by event_at, type_order, timecode_seconds, {{ byte_order('event_id') }}
    )

),

known_pairs as (

    select
        *,
        coalesce(max(playback_rate) over (partition by viewing_id, build_date, rate_count), 1) as rate,
        max(playing_state) over (partition by viewing_id, build_date, state_count) = 1 as is_playing,
        {{ seconds_between('event_at', 'next_event_at') }} as pair_seconds,
        next_timecode_seconds - timecode_seconds as video_seconds
    from event_pairs

),

-- A seek tells only where it leads to: the place it left lies at most a heartbeat behind the event before.
stretches as (

    select
        *,
        case
            when next_event_type = 'seek' then timecode_seconds + rate * least(pair_seconds, 5)
            else next_timecode_seconds
        end as end_second,
        -- Stretches that follow one another have consecutive numbers. A pause, an end and a seek
        -- interrupt; two events at one place do not: such stretches only join others.
        event_number
        - row_number() over (partition by viewing_id, build_date, rate, stop_count order by event_number)
            as interval_number
    from known_pairs
    where
        next_event_date = build_date
        and case
            when next_event_type = 'start' then false
            when next_event_type = 'seek' then coalesce(is_playing, false) and pair_seconds > 0
            else
                video_seconds >= 0
                and video_seconds <= rate * pair_seconds + 1
                and video_seconds <= rate * 30
                and (is_playing or next_event_type in ('heartbeat', 'pause', 'end', 'wait'))
        end

),

final as (

    select
        platform,
        {{ content_id([text_at_smallest(moving ~ 'next_event_id end', 'event_number')]) }}
            as video_watch_interval_id,
        user_id,
        course_id,
        item_id,
        build_date as event_date,
        session_cookie_id,
        {{ text_at_largest(moving ~ 'next_event_type end', 'event_number') }} as ended_by,
        max(case when next_event_type = 'seek' then 1 else 0 end) = 1 as is_end_estimated,
        count({{ moving }} nullif(next_event_type = 'heartbeat', false) end) as heartbeat_count,
        min(timecode_seconds) as start_second,
        max(end_second) as end_second,
        rate as playback_rate,
        max(end_second) - min(timecode_seconds) as watched_seconds,
        {{ seconds_between(
            'min(' ~ moving ~ 'event_at end)', 'max(' ~ moving ~ 'next_event_at end)'
        ) }} as wall_seconds,
        min({{ moving }} event_at end) as started_at,
        max({{ moving }} next_event_at end) as ended_at,
        _delivery
    from stretches
    group by
        {{ viewing_columns | join(', ') }},
        viewing_id, build_date, rate, stop_count, interval_number, _delivery
    having max(end_second) > min(timecode_seconds)

)

select * from final
