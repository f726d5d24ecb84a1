with

posts as (

    select * from {{ ref('int_discussions__posts') }}

),

reactions as (

    select * from {{ ref('int_discussions__reactions') }}

),

reaction_counts as (

    select
        platform,
        post_id,
        max(course_id) as course_id,
        count(case when reaction_kind = 'vote' and reaction_value = 1 then 1 end) as up_vote_count,
        count(case when reaction_kind = 'vote' and reaction_value = -1 then 1 end)
            as down_vote_count,
        count(case when reaction_kind = 'vote' and reaction_value = 0 then 1 end)
            as withdrawn_vote_count,
        count(case when reaction_kind = 'flag' and reaction_value = 1 then 1 end) as open_flag_count,
        count(case when reaction_kind = 'flag' and reaction_value = 0 then 1 end)
            as settled_flag_count,
        count(case when reaction_kind = 'following' and reaction_value = 1 then 1 end)
            as follower_count,
        max(case when reaction_kind = 'vote' then last_reacted_at end) as last_voted_at
    from reactions
    group by platform, post_id

),

all_posts as (

    select
        platform,
        post_id
    from posts

    union

    select
        platform,
        post_id
    from reaction_counts

),

final as (

    select
        all_posts.platform,
        all_posts.post_id,
        coalesce(posts.course_id, reaction_counts.course_id) as course_id,
        posts.post_kind,
        posts.post_id is not null as is_exported,
        coalesce(reaction_counts.up_vote_count - reaction_counts.down_vote_count, 0)
            as net_vote_count,
        coalesce(reaction_counts.up_vote_count, 0) as up_vote_count,
        coalesce(reaction_counts.down_vote_count, 0) as down_vote_count,
        coalesce(reaction_counts.up_vote_count + reaction_counts.down_vote_count, 0) as voter_count,
        coalesce(reaction_counts.withdrawn_vote_count, 0) as withdrawn_vote_count,
        coalesce(reaction_counts.open_flag_count, 0) as open_flag_count,
        coalesce(reaction_counts.settled_flag_count, 0) as settled_flag_count,
        coalesce(reaction_counts.follower_count, 0) as follower_count,
        reaction_counts.last_voted_at
    from all_posts
    left join posts
        on all_posts.platform = posts.platform
        and all_posts.post_id = posts.post_id
    left join reaction_counts
        on all_posts.platform = reaction_counts.platform
        and all_posts.post_id = reaction_counts.post_id

)

select * from final
