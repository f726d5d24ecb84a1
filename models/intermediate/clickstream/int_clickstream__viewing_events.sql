{# One row per video event of a known person that tells a place in a video: the events of viewings. A viewing
   is what one person did with one video in one browser session. #}
{%- set order_of_types = {
    'start': 1,
    'play': 2,
    'heartbeat': 3,
    'wait': 4,
    'volume_change': 5,
    'subtitle_change': 5,
    'playback_rate_change': 5,
    'seek': 6,
    'pause': 7,
    'end': 8,
} %}

with

events as (

    select * from {{ ref('events') }}

),

final as (

    select
        platform,
        event_id,
        user_id,
        course_id,
        item_id,
        event_date,
        event_type,
        session_cookie_id,
        country_cd,
        {{ content_id(['platform', 'user_id', 'session_cookie_id', 'course_id', 'item_id']) }} as viewing_id,
        case event_type
            {%- for event_type, number in order_of_types.items() %}
            when '{{ event_type }}' then {{ number }}
            {%- endfor %}
        end as type_order,
        -- A video stands still at no rate: 0 is none.
        case when playback_rate > 0 then playback_rate end as playback_rate,
        case
            when event_type in ('start', 'play', 'heartbeat', 'wait') then 1
            when event_type in ('pause', 'end') then 0
        end as playing_state,
        timecode_seconds,
        event_at
    from events
    where
        -- Players of edX send no heartbeats: what they tell is put together otherwise.
        platform = 'coursera'
        and domain = 'video'
        and event_type in (
            {%- for event_type in order_of_types %}
            '{{ event_type }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
        and user_id is not null
        and item_id is not null
        and timecode_seconds is not null
        and event_at is not null

)

select * from final
