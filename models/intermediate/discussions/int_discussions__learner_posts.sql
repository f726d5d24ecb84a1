{# One row per person and course in whose forum the person wrote: what, when, and how it was received. #}
with

posts as (

    select * from {{ ref('posts') }}
    where discussions_user_id is not null and course_id is not null

),

post_votes as (

    select * from {{ ref('posts__votes') }}

),

-- What somebody wrote in threads of others; how long it took is told of answers to the question only.
responses as (

    select
        posts.platform,
        posts.discussions_user_id,
        posts.course_id,
        posts.thread_id,
        case
            when posts.post_kind = 'answer'
                then {{ seconds_between('threads.created_at', 'posts.created_at') }}
        end as response_seconds
    from posts
    inner join posts as threads
        on posts.platform = threads.platform
        and posts.thread_id = threads.post_id
    where
        posts.post_kind <> 'question'
        and posts.discussions_user_id <> threads.discussions_user_id

),

response_counts as (

    select
        platform,
        discussions_user_id,
        course_id,
        count(distinct thread_id) as answered_thread_count,
        {{ median('response_seconds') }} as median_response_seconds
    from responses
    group by platform, discussions_user_id, course_id

),

post_counts as (

    select
        posts.platform,
        posts.discussions_user_id,
        posts.course_id,
        count(case when posts.post_kind = 'question' then 1 end) as question_count,
        count(case when posts.post_kind = 'answer' then 1 end) as answer_count,
        count(case when posts.post_kind = 'reply' then 1 end) as reply_count,
        sum(post_votes.net_vote_count) as net_vote_received_count,
        min(posts.created_at) as first_posted_at,
        max(posts.created_at) as last_posted_at
    from posts
    left join post_votes
        on posts.platform = post_votes.platform
        and posts.post_id = post_votes.post_id
    group by posts.platform, posts.discussions_user_id, posts.course_id

),

final as (

    select
        post_counts.platform,
        post_counts.discussions_user_id,
        post_counts.course_id,
        post_counts.question_count,
        post_counts.answer_count,
        post_counts.reply_count,
        coalesce(response_counts.answered_thread_count, 0) as answered_thread_count,
        post_counts.net_vote_received_count,
        response_counts.median_response_seconds,
        post_counts.first_posted_at,
        post_counts.last_posted_at
    from post_counts
    left join response_counts
        on post_counts.platform = response_counts.platform
        and post_counts.discussions_user_id = response_counts.discussions_user_id
        and post_counts.course_id = response_counts.course_id

)

select * from final
