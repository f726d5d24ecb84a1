{# One row per event that a browser reported. The export declares no key: every row stays. #}
with

events as (

    select * from {{ source('coursera', 'clickstream_events') }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        hashed_session_cookie_id as session_cookie_id,
        course_id,
        domain,
        key as event_type,
        value as payload,
        url,
        initial_referrer_url,
        hashed_ip,
        user_agent,
        browser_language,
        country_cd,
        region_cd,
        timezone,
        os,
        browser,
        log_date,
        server_timestamp as event_at,
        _export_id,
        _source_file,
        _row_number
    from events

)

select * from final
