{# One row per run of a code block that a learner asked for. #}
with

current_rows as (

    select * from {{ source('coursera', 'ecb_evaluation_requests') }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        course_item_id as item_id,
        ecb_user_id,
        ecb_evaluator_id,
        course_branch_id,
        ecb_evaluation_expression as expression,
        ecb_evaluation_result as result,
        ecb_evaluation_errors as errors,
        ecb_evaluation_duration_ms as duration_ms,
        ecb_evaluation_requested_ts as requested_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
