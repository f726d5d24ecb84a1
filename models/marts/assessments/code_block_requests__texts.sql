with

requests as (

    select * from {{ ref('int_assessments__code_block_requests') }}

),

final as (

    select
        platform,
        request_id,
        expression,
        result,
        errors
    from requests

)

select * from final
