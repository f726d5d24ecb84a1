{# One row per post that an export holds: a question (thread), an answer to it, or a reply to an answer. #}
with

questions as (

    select * from {{ ref('stg_coursera__discussion_questions') }}

),

answers as (

    select * from {{ ref('stg_coursera__discussion_answers') }}

),

edx_posts as (

    select * from {{ ref('int_discussions__edx_posts') }}

),

posts as (

    select
        questions.platform,
        questions.discussion_question_id as post_id,
        questions.discussion_question_id as thread_id,
        cast(null as {{ dbt.type_string() }}) as parent_id,
        questions.discussions_user_id,
        questions.course_id,
        cast(null as {{ dbt.type_string() }}) as course_branch_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        'question' as post_kind,
        {{ dbt.length('questions.details') }} as text_length,
        questions.created_at,
        questions.updated_at
    from questions

    union all

    select
        answers.platform,
        answers.discussion_answer_id as post_id,
        answers.discussion_question_id as thread_id,
        coalesce(answers.parent_answer_id, answers.discussion_question_id) as parent_id,
        answers.discussions_user_id,
        answers.course_id,
        answers.course_branch_id,
        answers.session_id,
        case when answers.parent_answer_id is null then 'answer' else 'reply' end as post_kind,
        {{ dbt.length('answers.content') }} as text_length,
        answers.created_at,
        answers.updated_at
    from answers

    union all

    select
        edx_posts.platform,
        edx_posts.post_id,
        edx_posts.thread_id,
        edx_posts.parent_id,
        edx_posts.discussions_user_id,
        edx_posts.course_id,
        edx_posts.course_id as course_branch_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        edx_posts.post_kind,
        {{ dbt.length('edx_posts.body') }} as text_length,
        edx_posts.created_at,
        edx_posts.updated_at
    from edx_posts

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'discussions'

),

final as (

    select
        posts.platform,
        posts.post_id,
        posts.thread_id,
        posts.parent_id,
        posts.discussions_user_id,
        domain_ids.user_id,
        posts.course_id,
        posts.course_branch_id,
        posts.session_id,
        posts.post_kind,
        cast(coalesce(posts.text_length, 0) as {{ dbt.type_bigint() }}) as text_length,
        posts.created_at,
        posts.updated_at
    from posts
    left join domain_ids
        on posts.platform = domain_ids.platform
        and posts.discussions_user_id = domain_ids.domain_user_id

)

select * from final
