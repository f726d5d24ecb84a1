{# One row per version of a peer assignment and part of its rubric. #}
with

rubric_parts as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_parts') }}

),

edx_parts as (

    select * from {{ ref('int_peer_review__edx_rubric_parts') }}

),

final as (

    select
        platform,
        peer_assignment_id,
        review_part_id,
        submission_part_id,
        part_order,
        max_score
    from rubric_parts

    union all

    select
        platform,
        peer_assignment_id,
        review_part_id,
        cast(null as {{ dbt.type_string() }}) as submission_part_id,
        part_order,
        max_score
    from edx_parts

)

select * from final
