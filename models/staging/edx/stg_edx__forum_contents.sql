{# One row per post in the forum of a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'forum_contents'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        id as post_id,
        comment_thread_id as thread_id,
        parent_id,
        author_id as discussions_user_id,
        file_course_id as course_id,
        commentable_id as forum_id,
        type as post_type,
        thread_type,
        title,
        body,
        votes,
        abuse_flaggers,
        historical_abuse_flaggers,
        created_at,
        updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
