{{ incremental_by_date('int_clickstream__deliveries') }}
{%- set place_in_files -%}
    coursera_events._row_number,
    {{ byte_order('coursera_events._export_id') }},
    {{ byte_order('coursera_events._source_file') }}
{%- endset %}
{%- set visitor_date -%}
    coursera_events.platform,
    coursera_events.event_date,
    coursera_events.user_id,
    coursera_events.session_cookie_id
{%- endset %}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__deliveries')) }}

),

numbered_events as (

    select
        coursera_events.*,
        deliveries.delivery as _delivery,
        row_number() over (
            partition by coursera_events.platform, coursera_events.event_date, coursera_events.content_id
            order by {{ place_in_files }}
        ) as occurrence_number
    from {{ ref('int_clickstream__coursera_events') }} as coursera_events
    inner join deliveries
        on coursera_events.platform = deliveries.platform
        and coursera_events.event_date = deliveries.log_date

),

-- Read a second time: few columns are quicker to sort. Visitors of whom nothing is known are all alike.
pageviews as (

    select
        coursera_events._export_id,
        coursera_events._source_file,
        coursera_events._row_number,
        coursera_events.course_slug,
        coursera_events.url_path,
        coursera_events.event_at,
        -- An address that only forwards: the course itself, or the forum of a week.
        coursera_events.access_type is null
        or (
            coursera_events.access_type = 'week'
            and split_part(coursera_events.url_path, '/', 6) = 'discussions'
            and split_part(coursera_events.url_path, '/', 7) = ''
        ) as is_forwarding,
        lag(coursera_events.event_at) over pages as same_page_viewed_at,
        lead(coursera_events.course_slug) over visits as next_course_slug,
        lead(coursera_events.url_path) over visits as next_url_path,
        lead(coursera_events.event_at) over visits as next_event_at
    from {{ ref('int_clickstream__coursera_events') }} as coursera_events
    inner join deliveries
        on coursera_events.platform = deliveries.platform
        and coursera_events.event_date = deliveries.log_date
    where
        coursera_events.event_type = 'pageview'
        and coursera_events.url_path is not null
        and coursera_events.event_at is not null
        and coalesce(coursera_events.user_id, coursera_events.session_cookie_id) is not null
    window
        pages as (
            partition by {{ visitor_date }}, coursera_events.url_path
            order by coursera_events.event_at, {{ place_in_files }}
        ),
        visits as (
            partition by {{ visitor_date }}
            order by coursera_events.event_at, {{ place_in_files }}
        )

),

checked_pageviews as (

    select
        _export_id,
        _source_file,
        _row_number,
        coalesce({{ seconds_between('same_page_viewed_at', 'event_at') }} <= 2, false) as is_duplicate,
        coalesce(
            is_forwarding
            and course_slug = next_course_slug
            and url_path <> next_url_path
            and {{ seconds_between('event_at', 'next_event_at') }} <= 2,
            false
        ) as is_redirect
    from pageviews

),

final as (

    select
        numbered_events.platform,
        numbered_events.content_id
        || '-' || cast(numbered_events.occurrence_number as {{ dbt.type_string() }}) as event_id,
        numbered_events.user_id,
        numbered_events.course_id,
        numbered_events.item_id,
        numbered_events.event_date,
        numbered_events.domain,
        numbered_events.event_type,
        numbered_events.session_cookie_id,
        numbered_events.course_slug,
        numbered_events.access_type,
        numbered_events.module_id,
        numbered_events.url_path,
        numbered_events.url_query,
        numbered_events.url_fragment,
        numbered_events.initial_referrer_url,
        numbered_events.user_agent,
        numbered_events.browser_language,
        numbered_events.country_cd,
        numbered_events.region_cd,
        numbered_events.timezone,
        numbered_events.os,
        numbered_events.browser,
        numbered_events.subtitle_language,
        numbered_events.language_code,
        numbered_events.video_technology,
        coalesce(checked_pageviews.is_duplicate, false) as is_duplicate_pageview,
        coalesce(checked_pageviews.is_redirect, false) as is_redirect_pageview,
        bad_periods.starts_at is not null as is_in_known_bad_period,
        numbered_events.has_unreadable_value,
        numbered_events.timecode_seconds,
        {%- for column in ['playback_rate', 'playback_rate_delta', 'volume', 'volume_delta', 'event_at'] %}
        numbered_events.{{ column }},
        {%- endfor %}
        numbered_events._delivery
    from numbered_events
    left join checked_pageviews
        on numbered_events._export_id = checked_pageviews._export_id
        and numbered_events._source_file = checked_pageviews._source_file
        and numbered_events._row_number = checked_pageviews._row_number
    left join {{ ref('clickstream_bad_periods') }} as bad_periods
        on numbered_events.platform = bad_periods.platform
        and numbered_events.event_type = bad_periods.event_type
        and numbered_events.event_at >= bad_periods.starts_at
        and numbered_events.event_at < bad_periods.ends_at

)

select * from final
