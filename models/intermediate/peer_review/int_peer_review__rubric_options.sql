{# One row per choice that a rubric part offers, with its points. It bears a shorter name than its staging
   model: what unit tests put in place of a model is named after it, and PostgreSQL's names end at 63. #}
with

rubric_options as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_part_options') }}

),

edx_parts as (

    select * from {{ ref('int_peer_review__edx_rubric_parts') }}

),

edx_options as (

    select * from {{ ref('stg_edx__assessment_criterionoption') }}

),

final as (

    select
        rubric_options.platform,
        rubric_options.peer_assignment_id,
        rubric_options.review_part_id,
        rubric_options.option_id,
        rubric_options.score
    from rubric_options

    union all

    select
        edx_parts.platform,
        edx_parts.peer_assignment_id,
        edx_parts.review_part_id,
        edx_options.option_id,
        cast(edx_options.points as {{ type_double() }}) as score
    from edx_parts
    inner join edx_options
        on edx_parts.platform = edx_options.platform
        and edx_parts.course_id = edx_options.course_id
        and edx_parts.review_part_id = edx_options.criterion_id

)

select * from final
