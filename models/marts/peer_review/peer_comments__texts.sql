with

comments as (

    select
        platform,
        peer_comment_id,
        peer_submission_id,
        peer_assignments_user_id,
        comment_text,
        created_at
    from {{ ref('stg_coursera__peer_comments') }}

    union all

    -- On edX the one comment outside the rubric is what an assessor says of the whole.
    select
        platform,
        peer_review_id as peer_comment_id,
        peer_submission_id,
        peer_assignments_user_id,
        feedback as comment_text,
        created_at
    from {{ ref('int_peer_review__edx_words') }}
    where review_part_id is null

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
