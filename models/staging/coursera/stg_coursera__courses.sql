{# One row per course. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'courses'), ['course_id']) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        course_slug,
        course_name,
        course_desc as course_description,
        course_level,
        course_deleted as is_deleted,
        course_graded as is_graded,
        course_launch_ts as launched_at,
        course_update_ts as updated_at,
        course_preenrollment_ts as preenrollment_at,
        course_verification_enabled_at_ts as verification_enabled_at,
        course_session_enabled_ts as sessions_enabled_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
