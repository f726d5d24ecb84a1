with

posts as (

    select * from {{ ref('int_discussions__posts') }}

),

threads as (

    select * from {{ ref('int_discussions__threads') }}

),

post_sessions as (

    select * from {{ ref('int_discussions__post_sessions') }}

),

thread_responses as (

    select * from {{ ref('int_discussions__thread_responses') }}

),

forum_titles as (

    select * from {{ ref('int_discussions__forum_titles') }}

),

-- Exports name session and branch of a reply since 2023 and of a thread never. Where they do not, they are
-- those that the author had joined last: known where a person has one id everywhere.
placed_posts as (

    select
        posts.*,
        case
            when posts.course_branch_id is not null then posts.course_branch_id
            when posts.user_id is not null
                then coalesce(post_sessions.course_branch_id, posts.course_id)
        end as branch_at_writing,
        case
            when posts.course_branch_id is not null then posts.session_id
            else coalesce(posts.session_id, post_sessions.session_id)
        end as session_at_writing
    from posts
    left join post_sessions
        on posts.platform = post_sessions.platform
        and posts.post_id = post_sessions.post_id

),

final as (

    select
        placed_posts.platform,
        placed_posts.post_id,
        placed_posts.thread_id,
        placed_posts.parent_id,
        placed_posts.discussions_user_id,
        placed_posts.user_id,
        placed_posts.course_id,
        placed_posts.branch_at_writing as course_branch_id,
        placed_posts.session_at_writing as session_id,
        threads.module_id,
        threads.item_id,
        threads.forum_id,
        forum_titles.forum_title,
        placed_posts.post_kind,
        threads.context_type,
        coalesce(placed_posts.updated_at > placed_posts.created_at, false) as is_edited,
        threads.thread_id is null
        or (placed_posts.parent_id is not null and parents.post_id is null) as is_orphaned,
        case
            when placed_posts.post_kind = 'question' then thread_responses.first_response_at is null
        end as is_unanswered,
        placed_posts.text_length,
        case
            when placed_posts.post_kind = 'question' then coalesce(thread_responses.answer_count, 0)
        end as answer_count,
        case
            when placed_posts.post_kind = 'question' then coalesce(thread_responses.reply_count, 0)
        end as reply_count,
        {{ seconds_between('placed_posts.created_at', 'thread_responses.first_response_at') }}
            as first_response_seconds,
        placed_posts.created_at,
        placed_posts.updated_at,
        thread_responses.first_response_at
    from placed_posts
    left join threads
        on placed_posts.platform = threads.platform
        and placed_posts.thread_id = threads.thread_id
    left join posts as parents
        on placed_posts.platform = parents.platform
        and placed_posts.parent_id = parents.post_id
    left join thread_responses
        on placed_posts.platform = thread_responses.platform
        and placed_posts.post_id = thread_responses.post_id
    left join forum_titles
        on threads.platform = forum_titles.platform
        and threads.forum_id = forum_titles.forum_id

)

select * from final
