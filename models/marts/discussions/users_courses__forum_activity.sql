with

learner_posts as (

    select * from {{ ref('int_discussions__learner_posts') }}

),

reactions as (

    select * from {{ ref('int_discussions__reactions') }}
    where course_id is not null

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'discussions'

),

reaction_counts as (

    select
        platform,
        discussions_user_id,
        course_id,
        count(case when reaction_kind = 'vote' and reaction_value = 1 then 1 end)
            as up_vote_given_count,
        count(case when reaction_kind = 'vote' and reaction_value = -1 then 1 end)
            as down_vote_given_count,
        count(case when reaction_kind = 'flag' and reaction_value = 1 then 1 end) as open_flag_count,
        count(case when reaction_kind = 'following' and reaction_value = 1 then 1 end)
            as following_count,
        min(case when reaction_kind <> 'following' then first_reacted_at end) as first_reacted_at,
        max(case when reaction_kind <> 'following' then last_reacted_at end) as last_reacted_at
    from reactions
    group by platform, discussions_user_id, course_id

),

active_times as (

    select
        platform,
        discussions_user_id,
        course_id,
        first_posted_at as first_active_at,
        last_posted_at as last_active_at
    from learner_posts

    union all

    select
        platform,
        discussions_user_id,
        course_id,
        first_reacted_at as first_active_at,
        last_reacted_at as last_active_at
    from reaction_counts

),

people as (

    select
        platform,
        discussions_user_id,
        course_id,
        min(first_active_at) as first_active_at,
        max(last_active_at) as last_active_at
    from active_times
    group by platform, discussions_user_id, course_id

),

final as (

    select
        people.platform,
        people.discussions_user_id,
        people.course_id,
        domain_ids.user_id,
        coalesce(learner_posts.question_count, 0) as question_count,
        coalesce(learner_posts.answer_count, 0) as answer_count,
        coalesce(learner_posts.reply_count, 0) as reply_count,
        coalesce(learner_posts.answered_thread_count, 0) as answered_thread_count,
        coalesce(reaction_counts.up_vote_given_count, 0) as up_vote_given_count,
        coalesce(reaction_counts.down_vote_given_count, 0) as down_vote_given_count,
        cast(
            coalesce(learner_posts.net_vote_received_count, 0) as {{ dbt.type_bigint() }}
        ) as net_vote_received_count,
        coalesce(reaction_counts.open_flag_count, 0) as open_flag_count,
        coalesce(reaction_counts.following_count, 0) as following_count,
        learner_posts.median_response_seconds,
        people.first_active_at,
        people.last_active_at
    from people
    left join learner_posts
        on people.platform = learner_posts.platform
        and people.discussions_user_id = learner_posts.discussions_user_id
        and people.course_id = learner_posts.course_id
    left join reaction_counts
        on people.platform = reaction_counts.platform
        and people.discussions_user_id = reaction_counts.discussions_user_id
        and people.course_id = reaction_counts.course_id
    left join domain_ids
        on people.platform = domain_ids.platform
        and people.discussions_user_id = domain_ids.domain_user_id

)

select * from final
