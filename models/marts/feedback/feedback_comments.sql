with

comments as (

    select * from {{ ref('int_feedback__comments') }}

),

course_ratings as (

    select * from {{ ref('int_feedback__course_ratings') }}

),

item_ratings as (

    select * from {{ ref('stg_coursera__feedback_item_ratings') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'feedback'

),

-- A rating is printed to the second, its comment to the millisecond: what was given together is in order.
ratings_given_before as (

    select
        comments.platform,
        comments.comment_id,
        course_ratings.rating,
        course_ratings.given_at
    from comments
    inner join course_ratings
        on comments.platform = course_ratings.platform
        and comments.course_id = course_ratings.course_id
        and comments.feedback_system = course_ratings.feedback_system
        and comments.feedback_user_id = course_ratings.feedback_user_id
        and comments.given_at >= course_ratings.given_at
    where comments.level = 'course'

    union all

    select
        comments.platform,
        comments.comment_id,
        item_ratings.rating,
        item_ratings.given_at
    from comments
    inner join item_ratings
        on comments.platform = item_ratings.platform
        and comments.course_id = item_ratings.course_id
        and comments.item_id = item_ratings.item_id
        and comments.feedback_unit_id = item_ratings.feedback_unit_id
        and comments.unit_type = item_ratings.unit_type
        and comments.feedback_system = item_ratings.feedback_system
        and comments.feedback_user_id = item_ratings.feedback_user_id
        and comments.given_at >= item_ratings.given_at

),

ranked_ratings as (

    select
        platform,
        comment_id,
        rating,
        row_number() over (
            partition by platform, comment_id
            order by given_at desc nulls last
        ) as recency_rank
    from ratings_given_before

),

final as (

    select
        comments.platform,
        comments.comment_id,
        comments.level,
        comments.course_id,
        comments.item_id,
        comments.feedback_unit_id,
        comments.unit_type,
        comments.course_branch_id,
        comments.feedback_user_id,
        domain_ids.user_id,
        comments.feedback_system,
        comments.feedback_category,
        comments.is_active,
        ranked_ratings.rating,
        cast(length(comments.comment_text) as {{ dbt.type_bigint() }}) as text_length,
        comments.given_at
    from comments
    left join ranked_ratings
        on comments.platform = ranked_ratings.platform
        and comments.comment_id = ranked_ratings.comment_id
        and ranked_ratings.recency_rank = 1
    left join domain_ids
        on comments.platform = domain_ids.platform
        and comments.feedback_user_id = domain_ids.domain_user_id

)

select * from final
