{# One row per open response assessment of edX that a course structure or a submission names. Its rubric is
   the one that was used last. #}
with

items as (

    select * from {{ ref('int_content__edx_items') }}
    where item_type = 'openassessment'

),

submissions as (

    select * from {{ ref('int_peer_review__edx_submissions') }}
    where item_id is not null

),

reviews as (

    select * from {{ ref('int_peer_review__edx_reviews') }}

),

rubric_parts as (

    select * from {{ ref('int_peer_review__edx_rubric_parts') }}
    where is_newest

),

places as (

    select
        platform,
        {{ edx_peer_assignment_id('course_branch_id', 'item_id') }} as peer_assignment_id,
        course_branch_id as course_id,
        item_id
    from items

    union

    select
        platform,
        peer_assignment_id,
        course_id,
        item_id
    from submissions

),

required_counts as (

    select
        platform,
        peer_assignment_id,
        max(required_peer_count) as required_peer_count
    from reviews
    group by platform, peer_assignment_id

),

part_counts as (

    select
        platform,
        peer_assignment_id,
        count(max_score) as scored_part_count,
        sum(max_score) as max_score
    from rubric_parts
    group by platform, peer_assignment_id

),

final as (

    select
        places.platform,
        places.peer_assignment_id,
        places.course_id,
        places.item_id,
        required_counts.required_peer_count as required_reviewer_count_for_score,
        coalesce(part_counts.scored_part_count, 0) as scored_part_count,
        part_counts.max_score
    from places
    left join required_counts
        on places.platform = required_counts.platform
        and places.peer_assignment_id = required_counts.peer_assignment_id
    left join part_counts
        on places.platform = part_counts.platform
        and places.peer_assignment_id = part_counts.peer_assignment_id

)

select * from final
