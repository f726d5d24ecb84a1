with

comments as (

    select * from {{ ref('int_feedback__comments') }}

),

final as (

    select
        platform,
        comment_id,
        comment_text
    from comments

)

select * from final
