{# One row per assessment on edX and criterion that it answers by an option. #}
with

parts as (

    select * from {{ ref('stg_edx__assessment_assessmentpart') }}
    where option_id is not null

),

reviews as (

    select * from {{ ref('int_peer_review__edx_reviews') }}
    where peer_assignment_id is not null

),

final as (

    select
        reviews.platform,
        reviews.peer_review_id,
        reviews.peer_assignment_id,
        parts.criterion_id as review_part_id,
        parts.option_id
    from parts
    inner join reviews
        on parts.platform = reviews.platform
        and parts.course_id = reviews.course_id
        and parts.assessment_id = reviews.assessment_id

)

select * from final
