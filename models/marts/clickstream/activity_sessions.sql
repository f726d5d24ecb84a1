{%- set group_columns = 'platform, user_id, course_id' %}

with

session_parts as (

    select * from {{ ref('int_clickstream__session_parts') }}

),

following_parts as (

    select
        *,
        -- The latest end of all before: the parts of two dates may overlap.
        max(ended_at) over (
            partition by {{ group_columns }}
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) as previous_ended_at
    from session_parts

),

numbered_parts as (

    select
        *,
        sum(
            case when {{ seconds_between('previous_ended_at', 'started_at') }} <= 30 * 60 then 0 else 1 end
        ) over (
            partition by {{ group_columns }}
            order by started_at, ended_at
            rows between unbounded preceding and current row
        ) as session_number
    from following_parts

),

sessions as (

    select
        platform,
        user_id,
        course_id,
        cast(sum(event_count) as {{ dbt.type_bigint() }}) as event_count,
        cast(sum(pageview_count) as {{ dbt.type_bigint() }}) as pageview_count,
        cast(sum(video_event_count) as {{ dbt.type_bigint() }}) as video_event_count,
        min(started_at) as started_at,
        max(ended_at) as ended_at
    from numbered_parts
    group by platform, user_id, course_id, session_number

),

timed_sessions as (

    select
        *,
        {{ seconds_between('started_at', 'ended_at') }} as duration_seconds
    from sessions

),

final as (

    select
        platform,
        {{ content_id(['platform', 'user_id', 'course_id', to_epoch_microseconds('started_at')]) }}
            as activity_session_id,
        user_id,
        course_id,
        duration_seconds > 5 as is_longer_than_5_seconds,
        event_count,
        pageview_count,
        video_event_count,
        duration_seconds,
        started_at,
        ended_at
    from timed_sessions

)

select * from final
