{# One row per branch and item, as the newest export that holds it has it. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(
        source('coursera', 'course_branch_items'),
        ['course_branch_id', 'course_item_id'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        course_branch_id,
        course_item_id as item_id,
        course_lesson_id as lesson_id,
        course_branch_item_name as item_name,
        course_item_type_id as item_type_id,
        is_graded,
        course_branch_item_optional as is_optional,
        course_branch_item_order as item_order,
        is_current,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
