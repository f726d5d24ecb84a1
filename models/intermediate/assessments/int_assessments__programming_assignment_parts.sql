{# One row per version of a programming assignment and part of it. #}
with

parts as (

    select * from {{ ref('stg_coursera__programming_assignment_submission_schema_parts') }}

),

final as (

    select
        platform,
        programming_assignment_id,
        part_id,
        part_type,
        title as part_title,
        is_optional,
        part_order,
        max_score
    from parts

)

select * from final
