with

skips as (

    select * from {{ ref('stg_coursera__peer_skips') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'peer_assignments'

),

final as (

    select
        skips.platform,
        skips.peer_skip_id,
        skips.peer_submission_id,
        skips.peer_assignments_user_id,
        domain_ids.user_id,
        skips.skip_reason,
        skips.skip_text,
        skips.created_at
    from skips
    left join domain_ids
        on skips.platform = domain_ids.platform
        and skips.peer_assignments_user_id = domain_ids.domain_user_id

)

select * from final
