{# One row per user, course and UTC date with progress: of edX the dates that states tell of. #}
{{ config(materialized='table') }}

with

progress as (

    select
        platform,
        user_id,
        course_id,
        progressed_at
    from {{ ref('stg_coursera__course_progress') }}

    union all

    select
        platform,
        user_id,
        course_id,
        progressed_at
    from {{ ref('int_progress__edx_events') }}

),

final as (

    select
        platform,
        user_id,
        course_id,
        cast(progressed_at as date) as active_date,
        min(progressed_at) as first_active_at,
        max(progressed_at) as last_active_at
    from progress
    group by platform, user_id, course_id, cast(progressed_at as date)

)

select * from final
