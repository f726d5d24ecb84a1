{# One row per version of a programming assignment: what it can give, and its first place. #}
with

assignments as (

    select * from {{ ref('stg_coursera__programming_assignments') }}

),

parts as (

    select * from {{ ref('int_assessments__programming_assignment_parts') }}

),

places as (

    select * from {{ ref('int_assessments__programming_places') }}

),

part_sums as (

    select
        platform,
        programming_assignment_id,
        cast(sum(max_score) as {{ dbt.type_bigint() }}) as max_score
    from parts
    group by platform, programming_assignment_id

),

first_places as (

    select * from places
    where place_rank = 1

),

branch_counts as (

    select
        platform,
        programming_assignment_id,
        count(distinct course_branch_id) as branch_count
    from places
    group by platform, programming_assignment_id

),

final as (

    select
        assignments.platform,
        assignments.programming_assignment_id,
        assignments.programming_assignment_base_id,
        assignments.assignment_type,
        assignments.passing_fraction,
        part_sums.max_score,
        first_places.course_id,
        first_places.item_id,
        case
            when branch_counts.branch_count = 1 then first_places.course_branch_id
        end as only_branch_id,
        coalesce(branch_counts.branch_count, 0) as branch_count
    from assignments
    left join part_sums
        on assignments.platform = part_sums.platform
        and assignments.programming_assignment_id = part_sums.programming_assignment_id
    left join first_places
        on assignments.platform = first_places.platform
        and assignments.programming_assignment_id = first_places.programming_assignment_id
    left join branch_counts
        on assignments.platform = branch_counts.platform
        and assignments.programming_assignment_id = branch_counts.programming_assignment_id

)

select * from final
