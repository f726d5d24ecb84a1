{# One row per event of a tracking log, in the words that all platforms share. #}
{%- set content_columns = [
    'event_source', 'event_type', 'event_name', 'username', 'session_cookie_id', 'ip', 'user_agent', 'host',
    'page_url', 'referrer_url', 'browser_language', 'time_text', 'payload', 'context',
] %}
{%- set names_of_types = {
    'play_video': 'play',
    'pause_video': 'pause',
    'seek_video': 'seek',
    'stop_video': 'end',
    'load_video': 'load',
    'speed_change_video': 'playback_rate_change',
} %}
{%- set pages = [
    'about', 'book', 'bookmarks', 'course', 'course_wiki', 'courseware', 'discussion', 'edxnotes', 'home',
    'info', 'jump_to', 'jump_to_id', 'pdfbook', 'progress', 'teams', 'wiki',
] %}
{%- set page_pattern = '^/courses/([^/]+[+][^/]+[+][^/]+|[^/+]+/[^/+]+/[^/+]+)/([^/?#]+)' %}
{%- set forum_action = [
    '/discussion/.*/(inline|search|create|reply|update|delete|upvote|unvote|flagAbuse|unFlagAbuse|follow',
    '|unfollow|endorse|pin|unpin|close)$',
] | join %}
{%- set address = 'case when is_request then event_type else page_url end' %}
{%- set told_otherwise = '/(change_enrollment|threads/create|reply)$' %}

with

events as (

    select * from {{ ref('int_clickstream__edx_placed_events') }}

),

paths as (

    select
        *,
        {{ url_path(address) }} as url_path,
        {{ url_query(address) }} as url_query,
        {{ url_fragment('page_url') }} as url_fragment,
        case when is_request then {{ regex_extract('plain_type', page_pattern, 2) }} end as access_type,
        {{ regex_extract('block_id', '(type@|i4x://[^/]+/[^/]+/)([^+/]+)', 2) }} as block_type
    from events

),

-- What a handler is asked to do another event tells, too.
requests as (

    select
        *,
        is_request and (plain_type like '%/xblock/%' or plain_type like '%/modx/%') as is_handler_call,
        is_request
        and access_type in (
            {%- for page in pages %}
            '{{ page }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
        and not has_posted_values
        and not {{ regex_like('plain_type', forum_action) }} as is_page
    from paths

),

final as (

    select
        platform,
        {{ content_id(content_columns) }} as content_id,
        -- Of an enrollment the payload names the learner: whoever sent the event may be of the staff.
        coalesce(
            case when event_category = 'enrollment' then payload_user_id end,
            nullif(context_user_id, ''),
            payload_user_id,
            account_user_id
        ) as user_id,
        course_id,
        case when block_type not in ('course', 'chapter', 'sequential', 'vertical') then block_id end
            as item_id,
        event_date,
        case
            when event_category is not null then replace(event_category, 'textbook', 'text')
            when access_type in ('wiki', 'course_wiki', 'book', 'pdfbook') then 'text'
            when access_type = 'discussion' then 'forum'
            when is_handler_call then 'technical'
            when is_request then 'access'
            else 'unknown'
        end as domain,
        case
            {%- for delivered, name in names_of_types.items() %}
            when canonical_type = '{{ delivered }}' then '{{ name }}'
            {%- endfor %}
            when is_page then 'pageview'
            when is_request then 'request'
            else canonical_type
        end as event_type,
        event_source,
        canonical_type as delivered_type,
        nullif(session_cookie_id, '') as session_cookie_id,
        access_type,
        chapter_id as module_id,
        block_id,
        url_path,
        url_query,
        url_fragment,
        user_agent,
        browser_language,
        case when payload_code = 'html5' then 'html5' end as video_technology,
        is_known_type,
        case
            when is_handler_call then false
            when is_request and {{ regex_like('plain_type', told_otherwise) }} then false
            when canonical_source is not null then coalesce(event_source = canonical_source, false)
            else true
        end as is_canonical_kind,
        coalesce(is_no_object, false) as has_unreadable_value,
        {{ to_double('coalesce(payload_currentTime, payload_current_time)') }} as position_seconds,
        {{ to_double('payload_old_time') }} as old_position_seconds,
        {{ to_double('payload_new_time') }} as new_position_seconds,
        {{ to_double('payload_new_speed') }} as playback_rate,
        {{ to_double('payload_duration') }} as video_length_seconds,
        payload_mode as enrollment_mode,
        log_date,
        coalesce(
            {{ seconds_between('received_at', 'event_at') }} > 300
            or event_date > cast(log_date + interval '1' day as date)
            or event_at < cast('2012-01-01 00:00:00' as {{ dbt.type_timestamp() }}),
            false
        ) as has_wrong_clock,
        event_at,
        _export_id,
        _source_file,
        _row_number
    from requests

)

select * from final
