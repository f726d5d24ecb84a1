{# One row per course and video with events: how long the video is. No export says it. #}
{{ config(materialized='table') }}

with

-- No video is longer than a day: what lies beyond is no place in it.
video_events as (

    select
        platform,
        course_id,
        item_id,
        event_type,
        case when timecode_seconds between 0 and 24 * 60 * 60 then timecode_seconds end as timecode_seconds
    from {{ ref('events') }}
    where domain = 'video' and course_id is not null and item_id is not null

),

timecodes as (

    select
        platform,
        course_id,
        item_id,
        max(case when event_type = 'end' then timecode_seconds end) as last_end_second,
        -- A few events lie beyond the end of the video.
        percentile_cont(0.99) within group (order by timecode_seconds) as late_second
    from video_events
    group by platform, course_id, item_id

),

final as (

    select
        platform,
        course_id,
        item_id,
        case
            when last_end_second > 0 then 'end_event'
            when late_second > 0 then 'timecodes'
        end as length_source,
        case
            when last_end_second > 0 then last_end_second
            when late_second > 0 then late_second
        end as video_length_seconds
    from timecodes

)

select * from final
