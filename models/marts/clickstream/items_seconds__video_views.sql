{%- set item_columns = 'platform, course_id, item_id' %}

with

videos as (

    select
        platform,
        course_id,
        item_id,
        cast(ceil(video_length_seconds) as {{ dbt.type_bigint() }}) as second_count
    from {{ ref('int_clickstream__video_lengths') }}
    where video_length_seconds is not null

),

-- The seconds whose middle an interval holds: from first_second to the one before end_second.
intervals as (

    select
        platform,
        course_id,
        item_id,
        user_id,
        cast(ceil(start_second - 0.5) as {{ dbt.type_bigint() }}) as first_second,
        cast(ceil(end_second - 0.5) as {{ dbt.type_bigint() }}) as end_second
    from {{ ref('video_watch_intervals') }}
    where ceil(start_second - 0.5) < ceil(end_second - 0.5)

),

-- What an interval adds to the seconds that the same person's earlier ones hold.
following_intervals as (

    select
        *,
        max(end_second) over (
            partition by {{ item_columns }}, user_id
            order by first_second, end_second
            rows between unbounded preceding and 1 preceding
        ) as covered_until_second
    from intervals

),

added_intervals as (

    select
        *,
        greatest(first_second, coalesce(covered_until_second, first_second)) as first_added_second
    from following_intervals

),

-- +1 where an interval begins, -1 behind its end: their running sum counts those that hold a second.
changes as (

    select {{ item_columns }}, first_second as video_second, 1 as view_change, 0 as viewer_change
    from added_intervals

    union all

    select {{ item_columns }}, end_second as video_second, -1 as view_change, 0 as viewer_change
    from added_intervals

    union all

    select {{ item_columns }}, first_added_second as video_second, 0 as view_change, 1 as viewer_change
    from added_intervals
    where first_added_second < end_second

    union all

    select {{ item_columns }}, end_second as video_second, 0 as view_change, -1 as viewer_change
    from added_intervals
    where first_added_second < end_second

),

-- A place before the video's beginning counts from its first second.
change_sums as (

    select
        {{ item_columns }},
        greatest(video_second, 0) as video_second,
        sum(view_change) as view_change,
        sum(viewer_change) as viewer_change
    from changes
    group by {{ item_columns }}, greatest(video_second, 0)

),

bounds as (

    select
        0 as first_second,
        max(second_count) - 1 as last_second
    from videos

),

seconds as (

    {{ number_series('bounds', 'first_second', 'last_second') }}

),

final as (

    select
        videos.platform,
        videos.course_id,
        videos.item_id,
        seconds.number as video_second,
        {%- for counted in ['view', 'viewer'] %}
        cast(
            sum(coalesce(change_sums.{{ counted }}_change, 0)) over (
                partition by videos.platform, videos.course_id, videos.item_id
                order by seconds.number
                rows between unbounded preceding and current row
            ) as {{ dbt.type_bigint() }}
        ) as {{ counted }}_count{{ ',' if not loop.last }}
        {%- endfor %}
    from videos
    inner join seconds
        on videos.second_count > seconds.number
    left join change_sums
        on videos.platform = change_sums.platform
        and videos.course_id = change_sums.course_id
        and videos.item_id = change_sums.item_id
        and seconds.number = change_sums.video_second

)

select * from final
