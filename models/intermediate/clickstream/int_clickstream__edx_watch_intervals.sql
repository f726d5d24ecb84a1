{# One row per stretch of a video that a player of edX reported: from a play to the pause, stop or seek that
   comes next. edX sends nothing in between, so a stretch that nothing ends is not known. #}
{{ incremental_by_date('int_clickstream__event_dates', 'delivery_with_previous') }}
{%- set viewing %}
    partition by user_id, course_id, item_id, build_date
    order by event_at, type_order, {{ byte_order('event_id') }}
{%- endset %}
{# Until that date a seek told the place it led to twice. #}
{%- set seeks_tell_both_places_from = "cast('2014-06-25 00:00:00' as " ~ dbt.type_timestamp() ~ ")" %}
{%- set farthest_second = 36000 %}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__event_dates'), 'delivery_with_previous') }}

),

-- A date is built from its own events and those of the date before: a stretch may go on past midnight.
build_dates as (

    select
        *,
        event_date as read_date
    from deliveries

    union all

    select
        *,
        cast(event_date - interval '1' day as date) as read_date
    from deliveries

),

dated_events as (

    select
        viewing_events.*,
        build_dates.event_date as build_date,
        build_dates.delivery_with_previous as _delivery
    from {{ ref('int_clickstream__edx_viewing_events') }} as viewing_events
    inner join build_dates
        on viewing_events.platform = build_dates.platform
        and viewing_events.event_date = build_dates.read_date

),

rated_events as (

    select
        *,
        count(playback_rate) over ({{ viewing }}) as rate_count
    from dated_events

),

known_rates as (

    select
        *,
        max(playback_rate) over (
            partition by user_id, course_id, item_id, build_date, rate_count
        ) as rate
    from rated_events

),

-- A play right behind a seek often tells the place that the seek had left: the seek is believed.
event_pairs as (

    select
        *,
        lag(event_type) over ({{ viewing }}) as previous_event_type,
        lag(timecode_seconds) over ({{ viewing }}) as previous_timecode_seconds,
        lead(event_id) over ({{ viewing }}) as next_event_id,
        lead(event_type) over ({{ viewing }}) as next_event_type,
        lead(event_date) over ({{ viewing }}) as next_event_date,
        lead(timecode_seconds) over ({{ viewing }}) as next_timecode_seconds,
        lead(left_seconds) over ({{ viewing }}) as next_left_seconds,
        lead(event_at) over ({{ viewing }}) as next_event_at
    from known_rates
    where event_type <> 'playback_rate_change'

),

stretches as (

    select
        *,
        case when previous_event_type = 'seek' then previous_timecode_seconds else timecode_seconds end
            as start_second,
        case
            when next_event_type in ('pause', 'end') then next_timecode_seconds
            when
                next_event_type = 'seek'
                and (
                    next_event_at >= {{ seeks_tell_both_places_from }}
                    or next_left_seconds <> next_timecode_seconds
                )
                then next_left_seconds
        end as end_second
    from event_pairs
    where event_type = 'play' and next_event_date = build_date

),

final as (

    select
        platform,
        next_event_id as video_watch_interval_id,
        user_id,
        course_id,
        item_id,
        build_date as event_date,
        session_cookie_id,
        next_event_type as ended_by,
        false as is_end_estimated,
        cast(null as {{ dbt.type_bigint() }}) as heartbeat_count,
        start_second,
        end_second,
        rate as playback_rate,
        end_second - start_second as watched_seconds,
        {{ seconds_between('event_at', 'next_event_at') }} as wall_seconds,
        event_at as started_at,
        next_event_at as ended_at,
        _delivery
    from stretches
    where
        start_second between 0 and {{ farthest_second }}
        and end_second between 0 and {{ farthest_second }}
        and end_second - start_second >= 0.25

)

select * from final
