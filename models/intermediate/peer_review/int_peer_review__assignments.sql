{# One row per version of a peer assignment: its number, its place and how many rubric parts give points. #}
with

assignments as (

    select * from {{ ref('stg_coursera__peer_assignments') }}

),

places as (

    select * from {{ ref('int_peer_review__assignment_places') }}

),

rubric_parts as (

    select * from {{ ref('stg_coursera__peer_assignment_review_schema_parts') }}

),

edx_assignments as (

    select * from {{ ref('int_peer_review__edx_assignments') }}

),

part_counts as (

    select
        rubric_parts.platform,
        rubric_parts.peer_assignment_id,
        count(rubric_parts.max_score) as scored_part_count
    from rubric_parts
    group by rubric_parts.platform, rubric_parts.peer_assignment_id

),

final as (

    select
        assignments.platform,
        assignments.peer_assignment_id,
        {{ base_id_of(
            'assignments.peer_assignment_base_id', 'assignments.peer_assignment_id'
        ) }} as peer_assignment_base_id,
        places.course_id,
        places.course_branch_id,
        places.item_id,
        assignments.assignment_type,
        assignments.is_mentor_graded,
        assignments.is_anonymous,
        {{ version_of('null', 'assignments.peer_assignment_id') }} as assignment_version,
        assignments.required_review_count,
        assignments.required_reviewer_count_for_score,
        coalesce(part_counts.scored_part_count, 0) as scored_part_count,
        assignments.passing_fraction,
        assignments.max_score,
        assignments.updated_at
    from assignments
    left join places
        on assignments.platform = places.platform
        and assignments.peer_assignment_id = places.peer_assignment_id
    left join part_counts
        on assignments.platform = part_counts.platform
        and assignments.peer_assignment_id = part_counts.peer_assignment_id

    union all

    -- Packages of edX tell no versions of an assignment, nor what passes it, nor how many reviews it asks
    -- of a learner.
    select
        edx_assignments.platform,
        edx_assignments.peer_assignment_id,
        edx_assignments.peer_assignment_id as peer_assignment_base_id,
        edx_assignments.course_id,
        edx_assignments.course_id as course_branch_id,
        edx_assignments.item_id,
        'openassessment' as assignment_type,
        cast(null as {{ dbt.type_boolean() }}) as is_mentor_graded,
        cast(null as {{ dbt.type_boolean() }}) as is_anonymous,
        cast(null as {{ dbt.type_bigint() }}) as assignment_version,
        cast(null as {{ dbt.type_bigint() }}) as required_review_count,
        edx_assignments.required_reviewer_count_for_score,
        edx_assignments.scored_part_count,
        cast(null as {{ type_double() }}) as passing_fraction,
        edx_assignments.max_score,
        cast(null as {{ dbt.type_timestamp() }}) as updated_at
    from edx_assignments

)

select * from final
