{# One row per post of edX forums: a thread is a question, whether it asks or not, a response to it an
   answer, a comment on a response a reply. #}
with

posts as (

    select * from {{ ref('stg_edx__forum_contents') }}

),

final as (

    select
        platform,
        post_id,
        case when post_type = 'CommentThread' then post_id else thread_id end as thread_id,
        case when post_type <> 'CommentThread' then coalesce(parent_id, thread_id) end as parent_id,
        discussions_user_id,
        course_id,
        forum_id,
        case
            when post_type = 'CommentThread' then 'question'
            when parent_id is null then 'answer'
            else 'reply'
        end as post_kind,
        case when post_type = 'CommentThread' then title end as title,
        body,
        votes,
        abuse_flaggers,
        historical_abuse_flaggers,
        created_at,
        updated_at
    from posts

)

select * from final
