with

submissions as (

    select * from {{ ref('peer_submissions') }}

),

assignments as (

    select * from {{ ref('int_peer_review__assignments') }}

),

part_sums as (

    select * from {{ ref('int_peer_review__part_sums') }}

),

scored_submissions as (

    select
        submissions.platform,
        submissions.peer_submission_id,
        submissions.peer_assignment_id,
        submissions.peer_assignments_user_id,
        submissions.user_id,
        coalesce(submissions.is_mentor_graded, false)
        or coalesce(assignments.is_mentor_graded, false) as is_mentor_graded,
        submissions.is_passed,
        coalesce(part_sums.has_other_version_choices, false) as has_other_version_choices,
        coalesce(part_sums.has_choices_without_points, false) as has_choices_without_points,
        coalesce(part_sums.has_reviews_counted_after_score, false)
            as has_reviews_counted_after_score,
        submissions.counted_review_count,
        assignments.required_reviewer_count_for_score,
        coalesce(assignments.scored_part_count, 0) as scored_part_count,
        coalesce(part_sums.exported_part_count, 0) as exported_part_count,
        coalesce(part_sums.recomputed_part_count, 0) as recomputed_part_count,
        submissions.score as exported_score,
        part_sums.exported_part_sum,
        part_sums.recomputed_score,
        submissions.score - part_sums.recomputed_score as score_difference,
        submissions.max_score,
        assignments.passing_fraction,
        submissions.score_available_at
    from submissions
    left join assignments
        on submissions.platform = assignments.platform
        and submissions.peer_assignment_id = assignments.peer_assignment_id
    left join part_sums
        on submissions.platform = part_sums.platform
        and submissions.peer_submission_id = part_sums.peer_submission_id
    where submissions.score is not null or part_sums.recomputed_score is not null

),

final as (

    select
        scored_submissions.platform,
        scored_submissions.peer_submission_id,
        scored_submissions.peer_assignment_id,
        scored_submissions.peer_assignments_user_id,
        scored_submissions.user_id,
        -- The first that holds: a mentor's mark stands whatever reviews say, and so on.
        case
            when abs(scored_submissions.score_difference) <= 0.000001 then null
            when
                scored_submissions.exported_score is null
                and scored_submissions.score_available_at is null
                then 'not scored yet'
            when scored_submissions.exported_score is null then 'score not exported'
            when scored_submissions.is_mentor_graded then 'mentor graded'
            when scored_submissions.counted_review_count = 0 then 'no counted review'
            when scored_submissions.has_other_version_choices then 'other assignment version'
            when scored_submissions.has_choices_without_points then 'option without score'
            when
                scored_submissions.recomputed_part_count
                < greatest(
                    scored_submissions.exported_part_count, scored_submissions.scored_part_count
                )
                then 'part missing'
            when
                scored_submissions.has_reviews_counted_after_score
                then 'review counted after scoring'
            when
                scored_submissions.counted_review_count
                < scored_submissions.required_reviewer_count_for_score
                then 'fewer reviews than required'
            when
                abs(scored_submissions.exported_score - scored_submissions.exported_part_sum)
                > 0.000001
                then 'parts do not add up'
            else 'unexplained'
        end as difference_reason,
        coalesce(abs(scored_submissions.score_difference) <= 0.000001, false) as is_equal,
        scored_submissions.is_mentor_graded,
        scored_submissions.is_passed,
        {{ has_passed(
            'scored_submissions.recomputed_score',
            'scored_submissions.passing_fraction',
            'scored_submissions.max_score'
        ) }} as is_recomputed_passed,
        scored_submissions.counted_review_count,
        scored_submissions.required_reviewer_count_for_score,
        scored_submissions.exported_part_count,
        scored_submissions.recomputed_part_count,
        scored_submissions.exported_score,
        scored_submissions.exported_part_sum,
        scored_submissions.recomputed_score,
        scored_submissions.score_difference,
        scored_submissions.max_score,
        {{ safe_divide('scored_submissions.exported_score', 'scored_submissions.max_score') }}
            as score_fraction
    from scored_submissions

)

select * from final
