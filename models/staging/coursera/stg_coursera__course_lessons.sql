{# One row per course and lesson, as the newest export that holds it has it. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(
        source('coursera', 'course_lessons'),
        ['course_id', 'course_lesson_id'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        course_lesson_id as lesson_id,
        course_module_id as module_id,
        course_lesson_name as lesson_name,
        course_lesson_order as lesson_order,
        is_current,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
