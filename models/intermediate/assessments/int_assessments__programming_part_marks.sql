{# One row per submission of a programming assignment and part that was handed in: how marking went. #}
{% set part_key = ['platform', 'programming_submission_id', 'programming_assignment_id', 'part_id'] %}

with

submitted_parts as (

    select * from {{ ref('stg_coursera__programming_submission_parts') }}

),

evaluations as (

    select * from {{ ref('stg_coursera__programming_submission_part_evaluations') }}

),

runs as (

    select * from {{ ref('stg_coursera__programming_submission_part_grid_grading_statuses') }}

),

-- A part that was scored was handed in, whether or not its own row came along.
parts as (

    select {{ part_key | join(', ') }} from submitted_parts
    union
    select {{ part_key | join(', ') }} from evaluations

),

final as (

    select
        parts.platform,
        parts.programming_submission_id,
        parts.programming_assignment_id,
        parts.part_id,
        runs.run_status,
        evaluations.score,
        runs.run_started_at,
        evaluations.graded_at
    from parts
    {%- for relation in ['runs', 'evaluations'] %}
    left join {{ relation }}
        on parts.platform = {{ relation }}.platform
        and parts.programming_submission_id = {{ relation }}.programming_submission_id
        and parts.programming_assignment_id = {{ relation }}.programming_assignment_id
        and parts.part_id = {{ relation }}.part_id
    {%- endfor %}

)

select * from final
