{# One row per course, item, user and time of the grade of a practice quiz. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'course_formative_quiz_grades'),
        ['course_id', 'course_item_id', 'user_id', 'course_quiz_grade_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_id,
        course_item_id as item_id,
        course_quiz_grade as points,
        course_quiz_max_grade as max_points,
        course_quiz_grade_ts as graded_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
