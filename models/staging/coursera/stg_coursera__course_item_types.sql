{# One row per type of item. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'course_item_types'), ['course_item_type_id']) }}

),

final as (

    select
        'coursera' as platform,
        course_item_type_id as item_type_id,
        course_item_type_desc as item_type,
        course_item_type_category as item_type_category,
        course_item_type_graded as is_graded,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
