{# One row per quiz version that an item of a branch has used; an item collects one per edit of its quiz. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'course_branch_item_assessments'), [
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
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
