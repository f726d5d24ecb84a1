{# One row per course, item, user and time of the grade of a mandatory item. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'course_item_grades'),
        ['course_id', 'course_item_id', 'user_id', 'course_item_grade_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_id,
        course_item_id as item_id,
        course_item_passing_state_id as passing_state_id,
        course_item_grade_overall as grade,
        course_item_grade_verified as verified_grade,
        course_item_grade_pending as pending_grade,
        course_item_grade_ts as graded_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
