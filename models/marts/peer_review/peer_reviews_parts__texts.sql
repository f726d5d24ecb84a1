with

responses as (

    select * from {{ ref('stg_coursera__peer_review_part_free_responses') }}

),

edx_words as (

    select * from {{ ref('int_peer_review__edx_words') }}
    where review_part_id is not null and peer_assignment_id is not null

),

final as (

    select
        responses.platform,
        responses.peer_review_id,
        responses.peer_assignment_id,
        responses.review_part_id,
        responses.response_text
    from responses

    union all

    select
        edx_words.platform,
        edx_words.peer_review_id,
        edx_words.peer_assignment_id,
        edx_words.review_part_id,
        edx_words.feedback as response_text
    from edx_words

)

select * from final
