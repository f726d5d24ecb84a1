with

comments as (

    select * from {{ ref('stg_coursera__peer_comments') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'peer_assignments'

),

final as (

    select
        comments.platform,
        comments.peer_comment_id,
        comments.peer_submission_id,
        comments.peer_assignments_user_id,
        domain_ids.user_id,
        comments.comment_text,
        comments.created_at
    from comments
    left join domain_ids
        on comments.platform = domain_ids.platform
        and comments.peer_assignments_user_id = domain_ids.domain_user_id

)

select * from final
