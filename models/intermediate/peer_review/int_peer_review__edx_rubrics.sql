{# One row per open response assessment of edX and rubric by which a submission to it was judged, the one
   judged by last as the newest. #}
with

reviews as (

    select * from {{ ref('int_peer_review__edx_reviews') }}
    where peer_assignment_id is not null and rubric_id is not null

),

used_rubrics as (

    select
        platform,
        peer_assignment_id,
        course_id,
        rubric_id,
        max(created_at) as last_used_at
    from reviews
    group by platform, peer_assignment_id, course_id, rubric_id

),

final as (

    select
        platform,
        peer_assignment_id,
        course_id,
        rubric_id,
        row_number() over (
            partition by platform, peer_assignment_id
            order by last_used_at desc nulls last, rubric_id desc
        ) = 1 as is_newest
    from used_rubrics

)

select * from final
