{# One row per thread with answers or replies: how many, and when somebody else than its author wrote. #}
with

posts as (

    select * from {{ ref('int_discussions__posts') }}

),

threads as (

    select * from posts
    where post_kind = 'question'

),

responses as (

    select * from posts
    where post_kind <> 'question'

),

final as (

    select
        threads.platform,
        threads.post_id,
        count(case when responses.post_kind = 'answer' then 1 end) as answer_count,
        count(case when responses.post_kind = 'reply' then 1 end) as reply_count,
        min(
            case
                when responses.discussions_user_id <> threads.discussions_user_id
                    then responses.created_at
            end
        ) as first_response_at
    from threads
    inner join responses
        on threads.platform = responses.platform
        and threads.post_id = responses.thread_id
    group by threads.platform, threads.post_id

)

select * from final
