{# One row per event of a known person in which a player of edX tells a place in a video, or its speed. #}
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
        case event_type when 'seek' then 1 when 'play' then 2 when 'pause' then 3 else 4 end as type_order,
        session_cookie_id,
        timecode_seconds,
        left_seconds,
        case when playback_rate > 0 then playback_rate end as playback_rate,
        event_at
    from events
    where
        platform = 'edx'
        and domain = 'video'
        and event_type in ('play', 'pause', 'seek', 'end', 'playback_rate_change')
        and is_canonical
        and user_id is not null
        and course_id is not null
        and item_id is not null
        and event_at is not null

)

select * from final
