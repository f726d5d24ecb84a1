{# One row per session, user and time of joining: the stay that began then. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'on_demand_session_memberships'),
        ['on_demand_session_id', 'user_id', 'on_demand_sessions_membership_start_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        on_demand_session_id as session_id,
        user_id,
        course_id,
        course_branch_id,
        on_demand_sessions_membership_start_ts as joined_at,
        on_demand_sessions_membership_end_ts as left_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
