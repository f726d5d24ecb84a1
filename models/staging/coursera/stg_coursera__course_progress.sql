{# One row per course, item, user, state and time: the item was started or completed then. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'course_progress'), [
        'course_id',
        'course_item_id',
        'user_id',
        'course_progress_state_type_id',
        'course_progress_ts',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_id,
        course_item_id as item_id,
        course_progress_state_type_id as progress_state_id,
        course_progress_ts as progressed_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
