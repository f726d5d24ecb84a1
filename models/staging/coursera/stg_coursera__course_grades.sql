{# One row per course, user and time of the grade. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'course_grades'),
        ['course_id', 'user_id', 'course_grade_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_id,
        course_passing_state_id as passing_state_id,
        course_grade_overall as grade,
        course_grade_verified as verified_grade,
        course_grade_overall_passed_items as passed_item_count,
        course_grade_verified_passed_items as verified_passed_item_count,
        course_grade_ts as graded_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
