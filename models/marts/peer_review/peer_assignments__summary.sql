with

assignments as (

    select * from {{ ref('int_peer_review__assignments') }}

),

submissions as (

    select * from {{ ref('peer_submissions') }}

),

reviewing as (

    select * from {{ ref('users_peer_assignments__reviewing') }}

),

agreement as (

    select * from {{ ref('int_peer_review__agreement') }}

),

-- Live work is scored and passed; work that was replaced or taken back is only counted.
submission_counts as (

    select
        submissions.platform,
        submissions.peer_assignment_id,
        count(*) as submission_count,
        count(case when submissions.is_live then 1 end) as live_count,
        count(case when submissions.is_draft then 1 end) as draft_count,
        count(case when submissions.is_removed then 1 end) as removed_count,
        count(case when submissions.is_replaced then 1 end) as replaced_count,
        count(
            distinct case when not submissions.is_draft then submissions.peer_assignments_user_id end
        ) as author_count,
        count(case when submissions.is_live then submissions.score end) as scored_count,
        count(case when submissions.is_live and submissions.is_passed then 1 end) as passed_count,
        avg(case when submissions.is_live then submissions.waiting_seconds end)
            as mean_waiting_seconds,
        {{ median('case when submissions.is_live then submissions.waiting_seconds end') }}
            as median_waiting_seconds,
        sum(submissions.review_count) as review_count,
        sum(submissions.counted_review_count) as counted_review_count,
        sum(submissions.excess_review_count) as excess_review_count
    from submissions
    group by submissions.platform, submissions.peer_assignment_id

),

reviewer_counts as (

    select
        reviewing.platform,
        reviewing.peer_assignment_id,
        count(case when reviewing.review_count > 0 then 1 end) as reviewer_count,
        sum(reviewing.skip_count) as skip_count
    from reviewing
    group by reviewing.platform, reviewing.peer_assignment_id

),

final as (

    select
        assignments.platform,
        assignments.peer_assignment_id,
        assignments.peer_assignment_base_id,
        assignments.course_id,
        assignments.course_branch_id,
        assignments.item_id,
        assignments.assignment_type,
        assignments.assignment_version,
        assignments.required_reviewer_count_for_score,
        assignments.max_score,
        {%- for count in [
            'submission', 'live', 'draft', 'removed', 'replaced', 'author', 'scored', 'passed'
        ] %}
        coalesce(submission_counts.{{ count }}_count, 0) as {{ count }}_count,
        {%- endfor %}
        {{ safe_divide('submission_counts.scored_count', 'submission_counts.live_count') }}
            as scored_fraction,
        {{ safe_divide('submission_counts.passed_count', 'submission_counts.scored_count') }}
            as passed_fraction,
        submission_counts.mean_waiting_seconds,
        submission_counts.median_waiting_seconds,
        coalesce(reviewer_counts.reviewer_count, 0) as reviewer_count,
        {%- for count in ['review', 'counted_review', 'excess_review'] %}
        cast(
            coalesce(submission_counts.{{ count }}_count, 0) as {{ dbt.type_bigint() }}
        ) as {{ count }}_count,
        {{ safe_divide(
            'submission_counts.' ~ count ~ '_count',
            '(submission_counts.submission_count - submission_counts.draft_count)'
        ) }} as mean_{{ count }}_count,
        {%- endfor %}
        cast(coalesce(reviewer_counts.skip_count, 0) as {{ dbt.type_bigint() }}) as skip_count,
        agreement.mean_score_deviation,
        agreement.agreeing_choice_fraction,
        agreement.unanimous_part_fraction
    from assignments
    left join submission_counts
        on assignments.platform = submission_counts.platform
        and assignments.peer_assignment_id = submission_counts.peer_assignment_id
    left join reviewer_counts
        on assignments.platform = reviewer_counts.platform
        and assignments.peer_assignment_id = reviewer_counts.peer_assignment_id
    left join agreement
        on assignments.platform = agreement.platform
        and assignments.peer_assignment_id = agreement.peer_assignment_id

)

select * from final
