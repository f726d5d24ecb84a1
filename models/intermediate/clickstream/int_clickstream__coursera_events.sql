{# One row per event that a Coursera browser reported: what its address and its payload say. #}
{%- set content_columns = [
    'user_id',
    'session_cookie_id',
    to_epoch_microseconds('event_at'),
    'hashed_ip',
    'user_agent',
    'url',
    'initial_referrer_url',
    'browser_language',
    'course_id',
    'country_cd',
    'region_cd',
    'timezone',
    'os',
    'browser',
    'event_type',
    'payload',
] %}
{%- set payload_keys = [
    'item_id',
    'subtitle_language',
    'language_code',
    'tech',
    'timecode',
    'playback_rate',
    'playback_rate_delta',
    'volume',
    'volume_delta',
    'module_id',
] %}
{# Types of pages that are items: the segment behind them is the item's id. Of other pages it is a week or a
   place in a list. #}
{%- set item_access_types = [
    'lecture',
    'supplement',
    'peer',
    'exam',
    'quiz',
    'programming',
    'discussionPrompt',
    'gradedLti',
    'ungradedLti',
] %}

with

events as (

    select * from {{ ref('stg_coursera__clickstream_events') }}

),

parsed_events as (

    {{ json_object_texts('events', 'payload', payload_keys) }}

),

paths as (

    select
        *,
        {{ url_path('url') }} as url_path,
        {{ url_query('url') }} as url_query,
        {{ url_fragment('url') }} as url_fragment
    from parsed_events

),

course_paths as (

    select
        *,
        split_part(url_path, '/learn/', 2) as course_path
    from paths

),

final as (

    select
        platform,
        {{ content_id(content_columns) }} as content_id,
        user_id,
        course_id,
        case
            when domain = 'video' then payload_item_id
            when split_part(course_path, '/', 2) in (
                {%- for access_type in item_access_types %}
                '{{ access_type }}'{{ ',' if not loop.last }}
                {%- endfor %}
            )
                then nullif(split_part(course_path, '/', 3), '')
        end as item_id,
        log_date as event_date,
        domain,
        event_type,
        session_cookie_id,
        nullif(split_part(course_path, '/', 1), '') as course_slug,
        nullif(split_part(course_path, '/', 2), '') as access_type,
        payload_module_id as module_id,
        url_path,
        url_query,
        url_fragment,
        initial_referrer_url,
        user_agent,
        browser_language,
        upper(country_cd) as country_cd,
        region_cd,
        timezone,
        os,
        browser,
        payload_subtitle_language as subtitle_language,
        payload_language_code as language_code,
        payload_tech as video_technology,
        coalesce(not payload_is_object, false) as has_unreadable_value,
        {{ to_double('payload_timecode') }} as timecode_seconds,
        {{ to_double('payload_playback_rate') }} as playback_rate,
        {{ to_double('payload_playback_rate_delta') }} as playback_rate_delta,
        {{ to_double('payload_volume') }} as volume,
        {{ to_double('payload_volume_delta') }} as volume_delta,
        event_at,
        _export_id,
        _source_file,
        _row_number
    from course_paths

)

select * from final
