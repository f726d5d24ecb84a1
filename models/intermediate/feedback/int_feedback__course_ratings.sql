{# One row per rating that a person gave a course in a rating system: the latest one, which counts, and those
   that it replaced, as far as loaded exports held them. #}
with

ratings as (

    select * from {{ ref('stg_coursera__feedback_course_ratings') }}

),

-- Only a current row can be the latest: a person whom the newest export leaves out has none.
compared_ratings as (

    select
        ratings.*,
        max(case when ratings.is_current then ratings.given_at end) over (
            partition by
                ratings.platform,
                ratings.course_id,
                ratings.feedback_system,
                ratings.feedback_user_id
        ) as latest_given_at
    from ratings

),

final as (

    select
        platform,
        course_id,
        feedback_system,
        feedback_user_id,
        given_at,
        course_branch_id,
        given_at = latest_given_at as is_latest,
        rating,
        max_rating,
        cast({{ dbt.date_trunc('month', 'given_at') }} as date) as calendar_month
    from compared_ratings
    where given_at <= latest_given_at

)

select * from final
