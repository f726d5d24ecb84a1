{# One row per course, item and quiz version that the item has used in the original branch, those that
   vanished too. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(source('coursera', 'course_item_assessments'), [
        'course_id',
        'course_item_id',
        'assessment_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        course_item_id as item_id,
        assessment_id,
        is_current,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
