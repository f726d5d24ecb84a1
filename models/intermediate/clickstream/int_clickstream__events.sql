{# One row per event that was delivered, of all platforms; what a platform does not tell is NULL. #}
{%- set text = dbt.type_string() %}

with

coursera_events as (

    select
        platform,
        content_id,
        user_id,
        course_id,
        item_id,
        event_date,
        domain,
        event_type,
        'browser' as event_source,
        event_type as delivered_type,
        session_cookie_id,
        course_slug,
        access_type,
        module_id,
        url_path,
        url_query,
        url_fragment,
        initial_referrer_url,
        user_agent,
        browser_language,
        country_cd,
        region_cd,
        timezone,
        os,
        browser,
        subtitle_language,
        language_code,
        video_technology,
        true as is_canonical_kind,
        has_unreadable_value,
        false as has_wrong_clock,
        timecode_seconds,
        cast(null as {{ type_double() }}) as left_seconds,
        playback_rate,
        playback_rate_delta,
        volume,
        volume_delta,
        event_date as log_date,
        event_at,
        _export_id,
        _source_file,
        _row_number
    from {{ ref('int_clickstream__coursera_events') }}

),

edx_events as (

    select
        platform,
        content_id,
        user_id,
        course_id,
        item_id,
        event_date,
        domain,
        event_type,
        event_source,
        delivered_type,
        session_cookie_id,
        cast(null as {{ text }}) as course_slug,
        access_type,
        module_id,
        url_path,
        url_query,
        url_fragment,
        cast(null as {{ text }}) as initial_referrer_url,
        user_agent,
        browser_language,
        cast(null as {{ text }}) as country_cd,
        cast(null as {{ text }}) as region_cd,
        cast(null as {{ text }}) as timezone,
        cast(null as {{ text }}) as os,
        cast(null as {{ text }}) as browser,
        cast(null as {{ text }}) as subtitle_language,
        cast(null as {{ text }}) as language_code,
        video_technology,
        is_canonical_kind,
        has_unreadable_value,
        has_wrong_clock,
        case when event_type = 'seek' then new_position_seconds else position_seconds end as timecode_seconds,
        case when event_type = 'seek' then old_position_seconds end as left_seconds,
        playback_rate,
        cast(null as {{ type_double() }}) as playback_rate_delta,
        cast(null as {{ type_double() }}) as volume,
        cast(null as {{ type_double() }}) as volume_delta,
        log_date,
        event_at,
        _export_id,
        _source_file,
        _row_number
    from {{ ref('int_clickstream__edx_events') }}

),

final as (

    select * from coursera_events

    union all

    select * from edx_events

)

select * from final
