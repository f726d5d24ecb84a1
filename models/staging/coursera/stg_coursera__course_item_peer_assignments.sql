{# One row per peer assignment version that an item of a course's original branch has used. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'course_item_peer_assignments'), [
        'course_id',
        'course_item_id',
        'peer_assignment_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        course_item_id as item_id,
        peer_assignment_id,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
