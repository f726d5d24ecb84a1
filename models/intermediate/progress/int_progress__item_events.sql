{# One row per user, course and item with progress: how often and when it was touched. #}
with

progress_events as (

    select
        platform,
        user_id,
        course_id,
        item_id,
        progress_state_id,
        progressed_at
    from {{ ref('stg_coursera__course_progress') }}

    union all

    select
        platform,
        user_id,
        course_id,
        item_id,
        progress_state_id,
        progressed_at
    from {{ ref('int_progress__edx_events') }}

),

final as (

    select
        progress_events.platform,
        progress_events.user_id,
        progress_events.course_id,
        progress_events.item_id,
        count(*) as event_count,
        -- A quiz passed at the first try is only ever exported as completed, so any state starts it.
        min(progress_events.progressed_at) as started_at,
        min(case when progress_events.progress_state_id = 2 then progress_events.progressed_at end)
            as completed_at,
        max(progress_events.progressed_at) as last_event_at
    from progress_events
    group by
        progress_events.platform,
        progress_events.user_id,
        progress_events.course_id,
        progress_events.item_id

)

select * from final
