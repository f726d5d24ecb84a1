{# One row per branch, item and quiz version that the item has used: one per edit of its quiz, those that
   vanished too. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(source('coursera', 'course_branch_item_assessments'), [
        'course_branch_id',
        'course_item_id',
        'assessment_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        course_branch_id,
        course_item_id as item_id,
        assessment_id,
        is_current,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
