with

courses as (

    select * from {{ ref('courses') }}

),

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}

),

posts as (

    select * from {{ ref('posts') }}

),

reactions as (

    select * from {{ ref('int_discussions__reactions') }}

),

all_courses as (

    select platform, course_id
    from courses

    union

    select platform, course_id
    from enrollments

    union

    select platform, course_id
    from posts
    where course_id is not null

),

enrollment_counts as (

    {{ enrollment_counts('enrollments') }}

),

post_counts as (

    select
        posts.platform,
        posts.course_id,
        count(*) as post_count,
        count(case when posts.post_kind = 'question' then 1 end) as question_count,
        count(case when posts.post_kind = 'answer' then 1 end) as answer_count,
        count(case when posts.post_kind = 'reply' then 1 end) as reply_count,
        count(case when posts.is_orphaned then 1 end) as orphaned_post_count,
        count(case when posts.is_unanswered then 1 end) as unanswered_question_count,
        count(distinct posts.discussions_user_id) as poster_count,
        count(distinct posts.user_id) as known_poster_count,
        count(distinct case when enrollments.was_enrolled then posts.user_id end)
            as posting_learner_count,
        avg(posts.first_response_seconds) as mean_first_response_seconds,
        {{ median('posts.first_response_seconds') }} as median_first_response_seconds,
        min(posts.created_at) as first_posted_at,
        max(posts.created_at) as last_posted_at
    from posts
    left join enrollments
        on posts.platform = enrollments.platform
        and posts.user_id = enrollments.user_id
        and posts.course_id = enrollments.course_id
    group by posts.platform, posts.course_id

),

vote_counts as (

    select
        platform,
        course_id,
        count(distinct case when reaction_value <> 0 then discussions_user_id end) as voter_count,
        sum(reaction_value) as net_vote_count
    from reactions
    where reaction_kind = 'vote'
    group by platform, course_id

),

final as (

    select
        all_courses.platform,
        all_courses.course_id,
        coalesce(enrollment_counts.ever_enrolled_count, 0) as ever_enrolled_count,
        coalesce(enrollment_counts.enrolled_count, 0) as enrolled_count,
        coalesce(enrollment_counts.active_count, 0) as active_count,
        coalesce(post_counts.post_count, 0) as post_count,
        coalesce(post_counts.question_count, 0) as question_count,
        coalesce(post_counts.answer_count, 0) as answer_count,
        coalesce(post_counts.reply_count, 0) as reply_count,
        coalesce(post_counts.orphaned_post_count, 0) as orphaned_post_count,
        coalesce(post_counts.unanswered_question_count, 0) as unanswered_question_count,
        coalesce(post_counts.poster_count, 0) as poster_count,
        -- Isolated exports do not tell which posters are learners: that is unknown, not zero.
        case when post_counts.known_poster_count > 0 then post_counts.posting_learner_count end
            as posting_learner_count,
        coalesce(vote_counts.voter_count, 0) as voter_count,
        cast(coalesce(vote_counts.net_vote_count, 0) as {{ dbt.type_bigint() }}) as net_vote_count,
        {{ safe_divide('post_counts.unanswered_question_count', 'post_counts.question_count') }}
            as unanswered_fraction,
        case
            when post_counts.known_poster_count > 0
                then {{ safe_divide(
                    'post_counts.posting_learner_count', 'enrollment_counts.ever_enrolled_count'
                ) }}
        end as posting_learner_fraction,
        post_counts.mean_first_response_seconds,
        post_counts.median_first_response_seconds,
        post_counts.first_posted_at,
        post_counts.last_posted_at
    from all_courses
    left join enrollment_counts
        on all_courses.platform = enrollment_counts.platform
        and all_courses.course_id = enrollment_counts.course_id
    left join post_counts
        on all_courses.platform = post_counts.platform
        and all_courses.course_id = post_counts.course_id
    left join vote_counts
        on all_courses.platform = vote_counts.platform
        and all_courses.course_id = vote_counts.course_id

)

select * from final
