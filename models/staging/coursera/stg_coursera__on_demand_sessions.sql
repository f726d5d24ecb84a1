{# One row per session of a course. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'on_demand_sessions'), ['on_demand_session_id']) }}

),

final as (

    select
        'coursera' as platform,
        on_demand_session_id as session_id,
        course_id,
        course_branch_id,
        on_demand_sessions_start_ts as starts_at,
        on_demand_sessions_end_ts as ends_at,
        on_demand_sessions_enrollment_end_ts as enrollment_ends_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
