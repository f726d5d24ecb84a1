{# One row per post whose author is known in the main id domain and had joined a session by then: the session
   joined last before the post was written, and its branch. #}
with

posts as (

    select * from {{ ref('int_discussions__posts') }}

),

session_stays as (

    select * from {{ ref('int_enrollments__session_stays') }}

),

ranked_stays as (

    select
        posts.platform,
        posts.post_id,
        session_stays.session_id,
        session_stays.course_branch_id,
        row_number() over (
            partition by posts.platform, posts.post_id
            order by
                session_stays.joined_at desc,
                {{ byte_order('session_stays.session_id') }} desc
        ) as recency_rank
    from posts
    inner join session_stays
        on posts.platform = session_stays.platform
        and posts.user_id = session_stays.user_id
        and posts.course_id = session_stays.course_id
        and posts.created_at > session_stays.joined_at

),

final as (

    select
        platform,
        post_id,
        session_id,
        course_branch_id
    from ranked_stays
    where recency_rank = 1

)

select * from final
