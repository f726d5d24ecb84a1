{# One row per choice that a rubric part offers, with its points. It bears a shorter name than its staging
   model: what unit tests put in place of a model is named after it, and PostgreSQL's names end at 63. #}
with

rubric_options as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_part_options') }}

),

final as (

    select
        rubric_options.platform,
        rubric_options.peer_assignment_id,
        rubric_options.review_part_id,
        rubric_options.option_id,
        rubric_options.score
    from rubric_options

)

select * from final
