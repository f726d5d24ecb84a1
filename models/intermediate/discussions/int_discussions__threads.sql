{# One row per thread that an export holds: what it is about. On edX the topic of a thread is its forum:
   that of a discussion block, one of the course's own, or that of a team. #}
with

questions as (

    select * from {{ ref('stg_coursera__discussion_questions') }}

),

edx_threads as (

    select * from {{ ref('int_discussions__edx_posts') }}
    where post_kind = 'question'

),

topics as (

    select * from {{ ref('int_discussions__edx_topics') }}

),

final as (

    select
        questions.platform,
        questions.discussion_question_id as thread_id,
        questions.module_id,
        questions.item_id,
        questions.forum_id,
        questions.context_type
    from questions

    union all

    select
        edx_threads.platform,
        edx_threads.post_id as thread_id,
        topics.module_id,
        topics.item_id,
        edx_threads.forum_id,
        case when topics.item_id is not null then 'item' else 'course' end as context_type
    from edx_threads
    left join topics
        on edx_threads.platform = topics.platform
        and edx_threads.course_id = topics.course_branch_id
        and edx_threads.forum_id = topics.forum_id

)

select * from final
