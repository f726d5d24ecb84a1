{# One row per user, course and stretch of events of one date without a gap of more than 30 minutes: what a
   session is made of. Sessions that go on past midnight are joined in activity_sessions. #}
{{ incremental_by_date('int_clickstream__event_dates') }}
{%- set half_hour = 30 * 60 * 1000000 %}
{%- set group_columns = ['platform', 'event_date', 'user_id', 'course_id'] %}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__event_dates')) }}

),

timed_events as (

    select
        events.platform,
        events.event_date,
        events.user_id,
        events.course_id,
        events.domain,
        {{ is_real_pageview('events') }} as is_real_pageview,
        events.event_at,
        {{ to_epoch_microseconds('events.event_at') }} as event_microseconds,
        deliveries.delivery as _delivery
    from {{ ref('events') }} as events
    inner join deliveries
        on events.platform = deliveries.platform
        and events.event_date = deliveries.event_date
    where events.is_canonical and events.user_id is not null and events.event_at is not null

),

-- Events of the same half hour lie close enough whatever else: so the gaps are looked for between a few rows
-- per person, not between all events.
half_hours as (

    select
        {{ group_columns | join(', ') }},
        _delivery,
        event_microseconds - mod(event_microseconds, {{ half_hour }}) as half_hour_microseconds,
        count(*) as event_count,
        count(case when is_real_pageview then 1 end) as pageview_count,
        count(case when domain = 'video' then 1 end) as video_event_count,
        min(event_at) as started_at,
        max(event_at) as ended_at
    from timed_events
    group by
        {{ group_columns | join(', ') }},
        _delivery,
        event_microseconds - mod(event_microseconds, {{ half_hour }})

),

following_half_hours as (

    select
        *,
        lag(ended_at) over (
            partition by {{ group_columns | join(', ') }}
            order by half_hour_microseconds
        ) as previous_ended_at
    from half_hours

),

numbered_half_hours as (

    select
        *,
        -- More than 30 minutes: exactly 30 are no gap.
        sum(
            case when {{ seconds_between('previous_ended_at', 'started_at') }} <= 30 * 60 then 0 else 1 end
        ) over (
            partition by {{ group_columns | join(', ') }}
            order by half_hour_microseconds
            rows between unbounded preceding and current row
        ) as part_number
    from following_half_hours

),

final as (

    select
        platform,
        event_date,
        user_id,
        course_id,
        cast(sum(event_count) as {{ dbt.type_bigint() }}) as event_count,
        cast(sum(pageview_count) as {{ dbt.type_bigint() }}) as pageview_count,
        cast(sum(video_event_count) as {{ dbt.type_bigint() }}) as video_event_count,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        _delivery
    from numbered_half_hours
    group by {{ group_columns | join(', ') }}, part_number, _delivery

)

select * from final
