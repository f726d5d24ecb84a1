{# One row per learner and peer assignment version with a submission that the learner declined to review. #}
with

skips as (

    select * from {{ ref('stg_coursera__peer_skips') }}

),

submissions as (

    select * from {{ ref('int_peer_review__submissions') }}

),

reasons as (

    select
        skips.platform,
        skips.peer_assignments_user_id,
        submissions.peer_assignment_id,
        coalesce(skips.skip_reason, 'other') as skip_reason
    from skips
    inner join submissions
        on skips.platform = submissions.platform
        and skips.peer_submission_id = submissions.peer_submission_id

),

final as (

    select
        reasons.platform,
        reasons.peer_assignments_user_id,
        reasons.peer_assignment_id,
        count(*) as skip_count,
        count(case when reasons.skip_reason = 'inappropriateContent' then 1 end)
            as inappropriate_skip_count,
        count(case when reasons.skip_reason = 'incompleteSubmission' then 1 end)
            as incomplete_skip_count,
        count(case when reasons.skip_reason = 'plagiarism' then 1 end) as plagiarism_skip_count,
        count(
            case
                when
                    reasons.skip_reason
                    not in ('inappropriateContent', 'incompleteSubmission', 'plagiarism')
                    then 1
            end
        ) as other_skip_count
    from reasons
    group by reasons.platform, reasons.peer_assignments_user_id, reasons.peer_assignment_id

)

select * from final
