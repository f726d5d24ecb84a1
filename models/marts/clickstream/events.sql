{{ incremental_by_date('int_clickstream__deliveries') }}
{%- set place_in_files -%}
    delivered_events._row_number,
    {{ byte_order('delivered_events._export_id') }},
    {{ byte_order('delivered_events._source_file') }}
{%- endset %}
{%- set visitor_date -%}
    delivered_events.platform,
    delivered_events.event_date,
    delivered_events.user_id,
    delivered_events.session_cookie_id
{%- endset %}

with

deliveries as (

    {{ deliveries_to_build(ref('int_clickstream__deliveries')) }}

),

numbered_events as (

    select
        delivered_events.*,
        deliveries.delivery as _delivery,
        row_number() over (
            partition by delivered_events.platform, delivered_events.event_date, delivered_events.content_id
            order by {{ place_in_files }}
        ) as occurrence_number
    from {{ ref('int_clickstream__events') }} as delivered_events
    inner join deliveries
        on delivered_events.platform = deliveries.platform
        and delivered_events.event_date = deliveries.log_date

),

-- Read a second time: few columns are quicker to sort. Visitors of whom nothing is known are all alike.
pageviews as (

    select
        delivered_events._export_id,
        delivered_events._source_file,
        delivered_events._row_number,
        delivered_events.course_slug,
        delivered_events.url_path,
        delivered_events.event_at,
        -- An address that only forwards: the course itself, or the forum of a week.
        delivered_events.access_type is null
        or (
            delivered_events.access_type = 'week'
            and split_part(delivered_events.url_path, '/', 6) = 'discussions'
            and split_part(delivered_events.url_path, '/', 7) = ''
        ) as is_forwarding,
        lag(delivered_events.event_at) over pages as same_page_viewed_at,
        lead(delivered_events.course_slug) over visits as next_course_slug,
        lead(delivered_events.url_path) over visits as next_url_path,
        lead(delivered_events.event_at) over visits as next_event_at
    from {{ ref('int_clickstream__events') }} as delivered_events
    inner join deliveries
        on delivered_events.platform = deliveries.platform
        and delivered_events.event_date = deliveries.log_date
    where
        delivered_events.event_type = 'pageview'
        and delivered_events.url_path is not null
        and delivered_events.event_at is not null
        and coalesce(delivered_events.user_id, delivered_events.session_cookie_id) is not null
    window
        pages as (
            partition by {{ visitor_date }}, delivered_events.url_path
            order by delivered_events.event_at, {{ place_in_files }}
        ),
        visits as (
            partition by {{ visitor_date }}
            order by delivered_events.event_at, {{ place_in_files }}
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
        numbered_events.event_source,
        numbered_events.delivered_type,
        numbered_events.session_cookie_id,
        numbered_events.course_slug,
        numbered_events.access_type,
        numbered_events.module_id,
        {%- for column in [
            'url_path', 'url_query', 'url_fragment', 'initial_referrer_url', 'user_agent', 'browser_language',
            'country_cd', 'region_cd', 'timezone', 'os', 'browser', 'subtitle_language', 'language_code',
            'video_technology'
        ] %}
        numbered_events.{{ column }},
        {%- endfor %}
        numbered_events.is_canonical_kind
        and (numbered_events.platform = 'coursera' or numbered_events.occurrence_number = 1) as is_canonical,
        coalesce(checked_pageviews.is_duplicate, false) as is_duplicate_pageview,
        coalesce(checked_pageviews.is_redirect, false) as is_redirect_pageview,
        bad_periods.starts_at is not null as is_in_known_bad_period,
        numbered_events.has_unreadable_value,
        numbered_events.has_wrong_clock,
        {%- for column in [
            'timecode_seconds', 'left_seconds', 'playback_rate', 'playback_rate_delta', 'volume',
            'volume_delta', 'log_date', 'event_at'
        ] %}
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
