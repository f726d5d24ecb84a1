{{ incremental_by_date('int_clickstream__event_dates') }}
{%- set types = {
    'video': [],
    'problem': ['exam', 'quiz', 'programming', 'peer', 'gradedLti', 'ungradedLti'],
    'forum': ['discussions', 'forum', 'discussionPrompt'],
    'text': ['supplement', 'resources'],
} %}
{%- set learner_date = 'platform, user_id, course_id, event_date' %}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__event_dates')) }}

),

typed_events as (

    select
        events.platform,
        events.user_id,
        events.course_id,
        events.item_id,
        events.event_date,
        events.event_type,
        events.access_type,
        events.domain,
        case
            when events.domain in ('video', 'problem', 'forum', 'text') then events.domain
            {%- for type, access_types in types.items() %}
            {%- for access_type in access_types %}
            when events.access_type = '{{ access_type }}' then '{{ type }}'
            {%- endfor %}
            {%- endfor %}
        end as activity_type,
        {{ is_real_pageview('events') }} as is_real_pageview,
        events.event_at,
        deliveries.delivery as _delivery
    from {{ ref('events') }} as events
    inner join deliveries
        on events.platform = deliveries.platform
        and events.event_date = deliveries.event_date
    where
        events.is_canonical
        and events.user_id is not null
        and events.course_id is not null
        and events.event_at is not null

),

-- Events of one type and moment may come in any order: what lies between two of them is nothing.
following_events as (

    select
        *,
        lag(event_at) over (partition by {{ learner_date }} order by event_at) as previous_event_at,
        lag(event_at) over (
            partition by {{ learner_date }}, activity_type order by event_at
        ) as previous_of_same_type_at,
        lag(event_at) over (
            partition by {{ learner_date }}, activity_type is null order by event_at, activity_type
        ) as previous_of_any_type_at
    from typed_events

),

timed_events as (

    select
        *,
        {{ seconds_between('previous_event_at', 'event_at') }} as seconds_since_event,
        {{ seconds_between('previous_of_same_type_at', 'event_at') }} as seconds_since_same_type,
        {{ seconds_between('previous_of_any_type_at', 'event_at') }} as seconds_since_any_type
    from following_events

),

final as (

    select
        platform,
        user_id,
        course_id,
        event_date as calendar_date,
        count(*) as event_count,
        count(case when is_real_pageview then 1 end) as pageview_count,
        count(case when domain = 'video' then 1 end) as video_event_count,
        {%- for event_type in ['play', 'pause', 'seek'] %}
        count(
            case when domain = 'video' and event_type = '{{ event_type }}' then 1 end
        ) as {{ event_type }}_count,
        {%- endfor %}
        count(
            case when is_real_pageview and activity_type = 'forum' then 1 end
        ) as forum_pageview_count,
        count(distinct item_id) as item_count,
        {%- for minutes in [5, 30] %}
        {%- set counted %}
            case when seconds_since_event < {{ minutes }} * 60 then seconds_since_event end
        {%- endset %}
        coalesce({{ sum_of_seconds(counted) }}, 0) as total_within_{{ minutes }}_minutes_seconds,
        {%- endfor %}
        {%- for measure, minutes, seconds in [
            ('parallel', 5, 'seconds_since_same_type'),
            ('parallel', 30, 'seconds_since_same_type'),
            ('serial', 30, 'seconds_since_any_type'),
        ] %}
        {%- for type in types %}
        {%- set counted %}
            case
                when activity_type = '{{ type }}' and {{ seconds }} < {{ minutes }} * 60 then {{ seconds }}
            end
        {%- endset %}
        coalesce({{ sum_of_seconds(counted) }}, 0)
            as {{ measure }}_{{ type }}_within_{{ minutes }}_minutes_seconds,
        {%- endfor %}
        {%- endfor %}
        min(event_at) as first_event_at,
        max(event_at) as last_event_at,
        _delivery
    from timed_events
    group by platform, user_id, course_id, event_date, _delivery

)

select * from final
