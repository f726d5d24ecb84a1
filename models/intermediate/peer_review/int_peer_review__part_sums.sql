{# One row per submission with a scored or judged rubric part: the sums of its parts, and what may make a
   score differ from the recomputed one. #}
with

parts as (

    select * from {{ ref('peer_submissions_parts__scores') }}

),

reviews as (

    select * from {{ ref('int_peer_review__reviews') }}

),

late_counts as (

    select
        reviews.platform,
        reviews.peer_submission_id,
        count(*) as counted_after_score_count
    from reviews
    where reviews.is_counted_after_score
    group by reviews.platform, reviews.peer_submission_id

),

-- Parts of another version of the assignment add nothing: the score has the parts of the submission's own.
part_sums as (

    select
        parts.platform,
        parts.peer_submission_id,
        count(case when parts.is_of_submission_version then parts.exported_score end)
            as exported_part_count,
        count(case when parts.is_of_submission_version then parts.recomputed_score end)
            as recomputed_part_count,
        sum(case when parts.is_of_submission_version then parts.exported_score end)
            as exported_part_sum,
        sum(case when parts.is_of_submission_version then parts.recomputed_score end)
            as recomputed_score,
        count(
            case
                when parts.counted_choice_count > 0 and not parts.is_of_submission_version then 1
            end
        ) as other_version_part_count,
        count(
            case
                when
                    parts.counted_choice_count > parts.scored_choice_count
                    and parts.is_of_submission_version
                    then 1
            end
        ) as part_without_points_count
    from parts
    group by parts.platform, parts.peer_submission_id

),

final as (

    select
        part_sums.platform,
        part_sums.peer_submission_id,
        part_sums.exported_part_count,
        part_sums.recomputed_part_count,
        part_sums.exported_part_sum,
        part_sums.recomputed_score,
        part_sums.other_version_part_count > 0 as has_other_version_choices,
        part_sums.part_without_points_count > 0 as has_choices_without_points,
        late_counts.peer_submission_id is not null as has_reviews_counted_after_score
    from part_sums
    left join late_counts
        on part_sums.platform = late_counts.platform
        and part_sums.peer_submission_id = late_counts.peer_submission_id

)

select * from final
