{# One row per version of a peer assignment. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'peer_assignments'), ['peer_assignment_id']) }}

),

final as (

    select
        'coursera' as platform,
        peer_assignment_id,
        peer_assignment_base_id,
        peer_assignment_type as assignment_type,
        peer_assignment_is_mentor_graded as is_mentor_graded,
        peer_assignment_is_anonymous as is_anonymous,
        peer_assignment_required_review_count as required_review_count,
        peer_assignment_passing_fraction as passing_fraction,
        peer_assignment_required_reviewer_count_for_score as required_reviewer_count_for_score,
        peer_assignment_required_wait_for_score_ms as required_wait_for_score_ms,
        peer_assignment_maximum_score as max_score,
        peer_assignment_update_ts as updated_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
