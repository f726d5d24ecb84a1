{# One row per person, part of an item and rating system: the latest rating, which counts. #}
with

ratings as (

    select * from {{ ref('stg_coursera__feedback_item_ratings') }}

),

ranked_ratings as (

    select
        ratings.*,
        row_number() over (
            partition by
                ratings.platform,
                ratings.course_id,
                ratings.item_id,
                ratings.feedback_unit_id,
                ratings.feedback_system,
                ratings.feedback_user_id
            order by ratings.given_at desc nulls last, {{ byte_order('ratings.unit_type') }} desc
        ) as recency_rank
    from ratings

),

final as (

    select
        platform,
        course_id,
        item_id,
        feedback_unit_id,
        unit_type,
        feedback_system,
        feedback_user_id,
        rating,
        given_at
    from ranked_ratings
    where recency_rank = 1

)

select * from final
