{# One row per assessment on edX and criterion, or none for the whole of it, about which the assessor wrote
   something. #}
with

reviews as (

    select * from {{ ref('int_peer_review__edx_reviews') }}

),

assessments as (

    select * from {{ ref('stg_edx__assessment_assessment') }}

),

parts as (

    select * from {{ ref('stg_edx__assessment_assessmentpart') }}

),

-- A criterion is answered once; should a file repeat it, the later answer stands.
ranked_parts as (

    select
        parts.*,
        row_number() over (
            partition by parts.platform, parts.course_id, parts.assessment_id, parts.criterion_id
            order by parts.part_number desc
        ) as part_rank
    from parts
    where trim(parts.feedback) <> '' and parts.criterion_id is not null

),

final as (

    select
        reviews.platform,
        reviews.peer_review_id,
        reviews.peer_submission_id,
        reviews.peer_assignment_id,
        cast(null as {{ dbt.type_string() }}) as review_part_id,
        reviews.peer_assignments_user_id,
        assessments.feedback,
        reviews.created_at
    from reviews
    inner join assessments
        on reviews.platform = assessments.platform
        and reviews.course_id = assessments.course_id
        and reviews.assessment_id = assessments.assessment_id
    where trim(assessments.feedback) <> ''

    union all

    select
        reviews.platform,
        reviews.peer_review_id,
        reviews.peer_submission_id,
        reviews.peer_assignment_id,
        ranked_parts.criterion_id as review_part_id,
        reviews.peer_assignments_user_id,
        ranked_parts.feedback,
        reviews.created_at
    from reviews
    inner join ranked_parts
        on reviews.platform = ranked_parts.platform
        and reviews.course_id = ranked_parts.course_id
        and reviews.assessment_id = ranked_parts.assessment_id
    where ranked_parts.part_rank = 1

)

select * from final
