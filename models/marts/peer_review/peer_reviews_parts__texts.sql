with

responses as (

    select * from {{ ref('stg_coursera__peer_review_part_free_responses') }}

),

final as (

    select
        responses.platform,
        responses.peer_review_id,
        responses.peer_assignment_id,
        responses.review_part_id,
        responses.response_text
    from responses

)

select * from final
