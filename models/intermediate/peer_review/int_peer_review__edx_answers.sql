{# One row per submission to an open response assessment of edX and prompt that it answers, numbered from
   1; of old submissions the one answer. #}
with

submissions as (

    select
        platform,
        peer_submission_id,
        peer_assignment_id,
        {{ json_text('raw_answer', ['parts']) }} as parts,
        {{ json_text('raw_answer', ['text']) }} as only_answer
    from {{ ref('int_peer_review__edx_submissions') }}
    where peer_assignment_id is not null

),

answers as (

    {{ json_array_unnest('submissions', ['platform', 'peer_submission_id', 'peer_assignment_id'], 'parts') }}

),

final as (

    select
        platform,
        peer_submission_id,
        peer_assignment_id,
        cast(element_number as {{ dbt.type_string() }}) as submission_part_id,
        {{ json_text('element_text', ['text']) }} as answer_text
    from answers

    union all

    select
        platform,
        peer_submission_id,
        peer_assignment_id,
        '1' as submission_part_id,
        only_answer as answer_text
    from submissions
    where parts is null and only_answer is not null

)

select * from final
