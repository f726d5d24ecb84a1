{# One row per forum and branch: the whole branch, its weeks and its items have one each. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'discussion_course_forums'), [
        'discussion_forum_id',
        'course_branch_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        discussion_forum_id as forum_id,
        course_branch_id,
        discussion_course_forum_title as title,
        discussion_course_forum_description as description,
        discussion_course_forum_order as forum_order,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
