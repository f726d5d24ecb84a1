{%- set key_columns = 'platform, user_id, course_id, item_id' %}

with

intervals as (

    select * from {{ ref('video_watch_intervals') }}
    where course_id is not null

),

video_lengths as (

    select * from {{ ref('int_clickstream__video_lengths') }}

),

-- What an interval adds to what those that begin before it cover.
following_intervals as (

    select
        *,
        max(end_second) over (
            partition by {{ key_columns }}
            order by start_second, end_second
            rows between unbounded preceding and 1 preceding
        ) as covered_until_second
    from intervals

),

added_intervals as (

    select
        *,
        greatest(
            end_second - greatest(start_second, coalesce(covered_until_second, start_second)), 0
        ) as added_seconds
    from following_intervals

),

interval_sums as (

    select
        {{ key_columns }},
        {{ sum_of_seconds('watched_seconds') }} as watched_seconds,
        {{ sum_of_seconds('added_seconds') }} as unique_seconds,
        {{ sum_of_seconds('watched_seconds - added_seconds') }} as rewatched_seconds,
        {{ sum_of_seconds('wall_seconds') }} as wall_seconds,
        max(end_second) as max_position_seconds,
        count(*) as interval_count,
        count(distinct event_date) as watched_date_count,
        min(started_at) as first_watched_at,
        max(ended_at) as last_watched_at
    from added_intervals
    group by {{ key_columns }}

),

event_counts as (

    select
        {{ key_columns }},
        count(case when event_type in ('play', 'heartbeat', 'start') then 1 end) as playing_event_count,
        count(case when event_type = 'heartbeat' then 1 end) as heartbeat_count,
        count(case when event_type = 'play' then 1 end) as play_count,
        count(case when event_type = 'pause' then 1 end) as pause_count,
        count(case when event_type = 'seek' then 1 end) as seek_count,
        count(case when event_type = 'playback_rate_change' then 1 end) as rate_change_count,
        count(case when event_type = 'download_video' then 1 end) as download_count,
        count(case when event_type = 'end' then 1 end) as end_count
    from {{ ref('events') }}
    where
        is_canonical
        and domain = 'video'
        and user_id is not null
        and course_id is not null
        and item_id is not null
    group by {{ key_columns }}

),

final as (

    select
        event_counts.platform,
        event_counts.user_id,
        event_counts.course_id,
        event_counts.item_id,
        coalesce(interval_sums.unique_seconds >= 0.95 * video_lengths.video_length_seconds, false)
            as is_watched_95_percent,
        coalesce(interval_sums.max_position_seconds > 0.95 * video_lengths.video_length_seconds, false)
            as has_reached_95_percent,
        coalesce(interval_sums.max_position_seconds >= video_lengths.video_length_seconds - 5, false)
            as has_played_last_seconds,
        event_counts.end_count > 0 as has_end_event,
        video_lengths.video_length_seconds,
        coalesce(interval_sums.watched_seconds, 0) as watched_seconds,
        coalesce(interval_sums.unique_seconds, 0) as unique_seconds,
        coalesce(interval_sums.rewatched_seconds, 0) as rewatched_seconds,
        -- Not of NULLs: the least of NULL and 1 would be 1.
        case
            when video_lengths.video_length_seconds > 0
                then least(
                    coalesce(interval_sums.unique_seconds, 0) / video_lengths.video_length_seconds, 1
                )
        end as coverage_fraction,
        interval_sums.max_position_seconds,
        cast(5 * event_counts.heartbeat_count as {{ type_double() }}) as heartbeat_seconds,
        coalesce(interval_sums.wall_seconds, 0) as wall_seconds,
        coalesce(interval_sums.interval_count, 0) as interval_count,
        coalesce(interval_sums.watched_date_count, 0) as watched_date_count,
        event_counts.play_count,
        event_counts.pause_count,
        event_counts.seek_count,
        event_counts.rate_change_count,
        event_counts.download_count,
        interval_sums.first_watched_at,
        interval_sums.last_watched_at
    from event_counts
    left join interval_sums
        on event_counts.platform = interval_sums.platform
        and event_counts.user_id = interval_sums.user_id
        and event_counts.course_id = interval_sums.course_id
        and event_counts.item_id = interval_sums.item_id
    left join video_lengths
        on event_counts.platform = video_lengths.platform
        and event_counts.course_id = video_lengths.course_id
        and event_counts.item_id = video_lengths.item_id
    where event_counts.playing_event_count > 0 or interval_sums.interval_count > 0

)

select * from final
