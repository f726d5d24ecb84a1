with

submissions as (

    select * from {{ ref('stg_coursera__peer_submissions') }}

),

final as (

    select
        submissions.platform,
        submissions.peer_submission_id,
        submissions.title
    from submissions

)

select * from final
