{# One row per peer assignment version with a submission that two or more counted reviews judged in a rubric
   part: how far apart the reviewers are. Parts with a single choice with points agree with nothing. #}
with

choices as (

    select * from {{ ref('peer_reviews_parts__choices') }}
    where is_counted and is_of_submission_version and score is not null

),

judged_parts as (

    select
        choices.platform,
        choices.peer_submission_id,
        choices.peer_assignment_id,
        choices.review_part_id,
        count(*) as choice_count,
        count(case when abs(choices.difference_to_median) <= 0.000001 then 1 end)
            as agreeing_choice_count,
        stddev_samp(cast(choices.score as {{ type_double() }})) as score_deviation,
        max(choices.score) - min(choices.score) as score_range
    from choices
    group by
        choices.platform,
        choices.peer_submission_id,
        choices.peer_assignment_id,
        choices.review_part_id
    having count(*) > 1

),

final as (

    select
        judged_parts.platform,
        judged_parts.peer_assignment_id,
        avg(judged_parts.score_deviation) as mean_score_deviation,
        {{ safe_divide(
            'sum(judged_parts.agreeing_choice_count)', 'sum(judged_parts.choice_count)'
        ) }} as agreeing_choice_fraction,
        {{ safe_divide(
            'count(case when judged_parts.score_range <= 0.000001 then 1 end)', 'count(*)'
        ) }} as unanimous_part_fraction
    from judged_parts
    group by judged_parts.platform, judged_parts.peer_assignment_id

)

select * from final
