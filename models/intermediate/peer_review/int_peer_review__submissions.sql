{# One row per saved draft or submission: its assignment and its state among those of its author. #}
{{ config(materialized='table') }}

with

submissions as (

    select * from {{ ref('stg_coursera__peer_submissions') }}

),

assignments as (

    select * from {{ ref('int_peer_review__assignments') }}

),

edx_submissions as (

    select * from {{ ref('int_peer_review__edx_submissions') }}

),

known_submissions as (

    select
        submissions.platform,
        submissions.peer_submission_id,
        submissions.peer_assignment_id,
        -- A version that was not exported still tells its base by its name.
        {{ base_id_of(
            'assignments.peer_assignment_base_id', 'submissions.peer_assignment_id'
        ) }} as peer_assignment_base_id,
        submissions.peer_assignments_user_id,
        assignments.course_id,
        assignments.course_branch_id,
        assignments.item_id,
        coalesce(submissions.is_draft, false) as is_draft,
        not coalesce(submissions.is_draft, false)
        and submissions.removed_from_public_at is not null as is_removed,
        submissions.is_mentor_graded,
        {{ version_of('null', 'submissions.peer_assignment_id') }} as assignment_version,
        assignments.required_reviewer_count_for_score,
        assignments.scored_part_count,
        submissions.score,
        assignments.max_score,
        assignments.passing_fraction,
        submissions.created_at,
        submissions.removed_from_public_at,
        submissions.score_available_at
    from submissions
    left join assignments
        on submissions.platform = assignments.platform
        and submissions.peer_assignment_id = assignments.peer_assignment_id

    union all

    select
        edx_submissions.platform,
        edx_submissions.peer_submission_id,
        edx_submissions.peer_assignment_id,
        edx_submissions.peer_assignment_id as peer_assignment_base_id,
        edx_submissions.peer_assignments_user_id,
        edx_submissions.course_id,
        edx_submissions.course_id as course_branch_id,
        edx_submissions.item_id,
        false as is_draft,
        edx_submissions.is_removed,
        edx_submissions.is_mentor_graded,
        cast(null as {{ dbt.type_bigint() }}) as assignment_version,
        assignments.required_reviewer_count_for_score,
        assignments.scored_part_count,
        edx_submissions.score,
        coalesce(edx_submissions.max_score, assignments.max_score) as max_score,
        assignments.passing_fraction,
        edx_submissions.created_at,
        edx_submissions.removed_at as removed_from_public_at,
        edx_submissions.score_available_at
    from edx_submissions
    left join assignments
        on edx_submissions.platform = assignments.platform
        and edx_submissions.peer_assignment_id = assignments.peer_assignment_id

),

-- Of what an author handed in for an assignment, whatever its version, the last not taken back stands.
ranked_submissions as (

    select
        known_submissions.*,
        row_number() over (
            partition by
                known_submissions.platform,
                known_submissions.peer_assignments_user_id,
                known_submissions.peer_assignment_base_id,
                known_submissions.is_draft,
                known_submissions.is_removed
            order by
                known_submissions.created_at desc nulls last,
                {{ byte_order('known_submissions.peer_submission_id') }} desc
        ) as place_from_last
    from known_submissions

),

final as (

    select
        ranked_submissions.*,
        case
            when ranked_submissions.is_draft then 'draft'
            when ranked_submissions.is_removed then 'removed'
            when
                ranked_submissions.place_from_last > 1
                and ranked_submissions.peer_assignments_user_id is not null
                then 'replaced'
            else 'live'
        end as submission_state
    from ranked_submissions

)

select * from final
