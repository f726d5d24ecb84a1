with

choices as (

    select * from {{ ref('int_peer_review__choices') }}

),

exported_scores as (

    select * from {{ ref('stg_coursera__peer_submission_part_scores') }}

),

submissions as (

    select * from {{ ref('int_peer_review__submissions') }}

),

rubric_parts as (

    select * from {{ ref('int_peer_review__rubric_parts') }}

),

-- Part score = median over the reviews that count. A choice without points gives the median nothing to weigh.
-- edX knows whole points only: between two choices it takes the next above.
recomputed_scores as (

    select
        choices.platform,
        choices.peer_submission_id,
        choices.peer_assignment_id,
        choices.review_part_id,
        count(*) as choice_count,
        count(case when choices.is_counted then 1 end) as counted_choice_count,
        count(case when choices.is_counted then choices.score end) as scored_choice_count,
        cast(
            case
                when choices.platform = 'edx'
                    then ceil({{ median('case when choices.is_counted then choices.score end') }})
                else {{ median('case when choices.is_counted then choices.score end') }}
            end as {{ type_double() }}
        ) as recomputed_score
    from choices
    where choices.peer_submission_id is not null
    group by
        choices.platform,
        choices.peer_submission_id,
        choices.peer_assignment_id,
        choices.review_part_id

),

scored_parts as (

    select
        coalesce(exported_scores.platform, recomputed_scores.platform) as platform,
        coalesce(exported_scores.peer_submission_id, recomputed_scores.peer_submission_id)
            as peer_submission_id,
        coalesce(exported_scores.peer_assignment_id, recomputed_scores.peer_assignment_id)
            as peer_assignment_id,
        coalesce(exported_scores.review_part_id, recomputed_scores.review_part_id)
            as review_part_id,
        coalesce(recomputed_scores.choice_count, 0) as choice_count,
        coalesce(recomputed_scores.counted_choice_count, 0) as counted_choice_count,
        coalesce(recomputed_scores.scored_choice_count, 0) as scored_choice_count,
        exported_scores.score as exported_score,
        recomputed_scores.recomputed_score,
        exported_scores.score - recomputed_scores.recomputed_score as score_difference
    from exported_scores
    full outer join recomputed_scores
        on exported_scores.platform = recomputed_scores.platform
        and exported_scores.peer_submission_id = recomputed_scores.peer_submission_id
        and exported_scores.peer_assignment_id = recomputed_scores.peer_assignment_id
        and exported_scores.review_part_id = recomputed_scores.review_part_id

),

final as (

    select
        scored_parts.platform,
        scored_parts.peer_submission_id,
        scored_parts.peer_assignment_id,
        scored_parts.review_part_id,
        rubric_parts.submission_part_id,
        coalesce(
            scored_parts.peer_assignment_id = submissions.peer_assignment_id, false
        ) as is_of_submission_version,
        abs(scored_parts.score_difference) <= 0.000001 as is_equal,
        rubric_parts.part_order,
        scored_parts.choice_count,
        scored_parts.counted_choice_count,
        scored_parts.scored_choice_count,
        scored_parts.exported_score,
        scored_parts.recomputed_score,
        scored_parts.score_difference,
        rubric_parts.max_score
    from scored_parts
    left join submissions
        on scored_parts.platform = submissions.platform
        and scored_parts.peer_submission_id = submissions.peer_submission_id
    left join rubric_parts
        on scored_parts.platform = rubric_parts.platform
        and scored_parts.peer_assignment_id = rubric_parts.peer_assignment_id
        and scored_parts.review_part_id = rubric_parts.review_part_id

)

select * from final
