{# One row per run of a code block that a learner asked for. The export gives it no key: equal rows are
   numbered, and the number is part of the id. #}
with

requests as (

    select * from {{ ref('stg_coursera__ecb_evaluation_requests') }}

),

hashed_requests as (

    select
        requests.*,
        {{ content_id([
            'course_id',
            'item_id',
            'ecb_user_id',
            'ecb_evaluator_id',
            to_epoch_microseconds('requested_at'),
            'duration_ms',
            'expression',
            'result',
            'errors',
            'course_branch_id',
        ]) }} as content_hash
    from requests

),

-- Which of two equal rows comes first makes no difference to any column but these three.
numbered_requests as (

    select
        hashed_requests.*,
        row_number() over (
            partition by hashed_requests.platform, hashed_requests.content_hash
            order by
                {{ byte_order('hashed_requests._export_id') }} nulls last,
                {{ byte_order('hashed_requests._source_file') }} nulls last,
                hashed_requests._row_number nulls last
        ) as occurrence_number
    from hashed_requests

),

final as (

    select
        platform,
        {{ content_id(['content_hash', 'occurrence_number']) }} as request_id,
        course_id,
        item_id,
        course_branch_id,
        ecb_user_id,
        ecb_evaluator_id,
        expression,
        result,
        errors,
        duration_ms,
        requested_at
    from numbered_requests

)

select * from final
