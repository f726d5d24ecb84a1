{# One row per user, course and UTC date with progress. #}
{{ config(materialized='table') }}

with

progress as (

    select * from {{ ref('stg_coursera__course_progress') }}

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
