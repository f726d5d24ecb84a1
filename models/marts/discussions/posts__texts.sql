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

final as (

    select
        questions.platform,
        questions.discussion_question_id as post_id,
        questions.course_id,
        questions.title,
        questions.details as post_text
    from questions

    union all

    select
        answers.platform,
        answers.discussion_answer_id as post_id,
        answers.course_id,
        cast(null as {{ dbt.type_string() }}) as title,
        answers.content as post_text
    from answers

    union all

    select
        edx_posts.platform,
        edx_posts.post_id,
        edx_posts.course_id,
        edx_posts.title,
        edx_posts.body as post_text
    from edx_posts

)

select * from final
