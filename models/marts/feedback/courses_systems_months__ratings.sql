with

ratings as (

    select * from {{ ref('int_feedback__course_ratings') }}

),

comments as (

    select * from {{ ref('int_feedback__comments') }}
    where level = 'course'

),

rating_months as (

    select
        platform,
        course_id,
        feedback_system,
        calendar_month,
        max(max_rating) as max_rating,
        count(distinct feedback_user_id) as person_count,
        count(case when is_latest then 1 end) as rating_count,
        count(case when not is_latest then 1 end) as superseded_count,
        count(case when is_latest and rating >= 9 then 1 end) as promoter_count,
        count(case when is_latest and rating in (7, 8) then 1 end) as passive_count,
        count(case when is_latest and rating <= 6 then 1 end) as detractor_count,
        avg(case when is_latest then cast(rating as {{ type_double() }}) end) as mean_rating,
        {{ median('case when is_latest then rating end') }} as median_rating
    from ratings
    group by platform, course_id, feedback_system, calendar_month

),

comment_months as (

    select
        platform,
        course_id,
        feedback_system,
        calendar_month,
        count(*) as comment_count
    from comments
    group by platform, course_id, feedback_system, calendar_month

),

months as (

    select
        platform,
        course_id,
        feedback_system,
        calendar_month
    from rating_months
    union
    select
        platform,
        course_id,
        feedback_system,
        calendar_month
    from comment_months

),

counted_months as (

    select
        months.platform,
        months.course_id,
        months.feedback_system,
        months.calendar_month,
        rating_months.max_rating,
        rating_months.mean_rating,
        rating_months.median_rating,
        months.feedback_system like 'NPS%' as is_recommendation,
        coalesce(rating_months.rating_count, 0) as rating_count,
        coalesce(rating_months.superseded_count, 0) as superseded_count,
        coalesce(rating_months.person_count, 0) as person_count,
        coalesce(comment_months.comment_count, 0) as comment_count,
        coalesce(rating_months.promoter_count, 0) as promoter_count,
        coalesce(rating_months.passive_count, 0) as passive_count,
        coalesce(rating_months.detractor_count, 0) as detractor_count
    from months
    left join rating_months
        on months.platform = rating_months.platform
        and months.course_id = rating_months.course_id
        and months.feedback_system = rating_months.feedback_system
        and months.calendar_month = rating_months.calendar_month
    left join comment_months
        on months.platform = comment_months.platform
        and months.course_id = comment_months.course_id
        and months.feedback_system = comment_months.feedback_system
        and months.calendar_month = comment_months.calendar_month

),

final as (

    select
        platform,
        course_id,
        feedback_system,
        calendar_month,
        max_rating,
        rating_count,
        superseded_count,
        person_count,
        comment_count,
        case when is_recommendation then promoter_count end as promoter_count,
        case when is_recommendation then passive_count end as passive_count,
        case when is_recommendation then detractor_count end as detractor_count,
        case
            when is_recommendation
                then 100 * {{ safe_divide('promoter_count - detractor_count', 'rating_count') }}
        end as net_promoter_score,
        mean_rating,
        median_rating
    from counted_months

)

select * from final
