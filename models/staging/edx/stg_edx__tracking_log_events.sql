{# One row per event of a tracking log. Events have no key: every row stays. #}
with

events as (

    select * from {{ source('edx', 'tracking_log_events') }}

),

final as (

    select
        'edx' as platform,
        domain as log_name,
        event_source,
        event_type,
        name as event_name,
        username,
        session as session_cookie_id,
        ip,
        agent as user_agent,
        host,
        page as page_url,
        referer as referrer_url,
        accept_language as browser_language,
        event as payload,
        event_form as payload_form,
        context,
        other_fields,
        log_date,
        time_text,
        time as event_at,
        _export_id,
        _source_file,
        _row_number
    from events

)

select * from final
