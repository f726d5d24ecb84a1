{# One row per open response assessment of edX and criterion by which it was ever judged: what its best
   option is worth. #}
with

rubrics as (

    select * from {{ ref('int_peer_review__edx_rubrics') }}

),

criteria as (

    select * from {{ ref('stg_edx__assessment_criterion') }}

),

best_options as (

    select
        platform,
        course_id,
        criterion_id,
        max(points) as max_score
    from {{ ref('stg_edx__assessment_criterionoption') }}
    group by platform, course_id, criterion_id

),

final as (

    select
        rubrics.platform,
        rubrics.peer_assignment_id,
        rubrics.course_id,
        criteria.criterion_id as review_part_id,
        rubrics.is_newest,
        criteria.criterion_order as part_order,
        cast(best_options.max_score as {{ type_double() }}) as max_score
    from rubrics
    inner join criteria
        on rubrics.platform = criteria.platform
        and rubrics.course_id = criteria.course_id
        and rubrics.rubric_id = criteria.rubric_id
    left join best_options
        on criteria.platform = best_options.platform
        and criteria.course_id = best_options.course_id
        and criteria.criterion_id = best_options.criterion_id

)

select * from final
