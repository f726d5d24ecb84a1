with

written_answers as (

    select * from {{ ref('stg_coursera__peer_submission_part_free_responses') }}

),

linked_answers as (

    select * from {{ ref('stg_coursera__peer_submission_part_urls') }}

),

final as (

    select
        coalesce(written_answers.platform, linked_answers.platform) as platform,
        coalesce(written_answers.peer_submission_id, linked_answers.peer_submission_id)
            as peer_submission_id,
        coalesce(written_answers.peer_assignment_id, linked_answers.peer_assignment_id)
            as peer_assignment_id,
        coalesce(written_answers.submission_part_id, linked_answers.submission_part_id)
            as submission_part_id,
        written_answers.answer_text,
        linked_answers.url,
        linked_answers.url_title,
        linked_answers.url_description
    from written_answers
    full outer join linked_answers
        on written_answers.platform = linked_answers.platform
        and written_answers.peer_submission_id = linked_answers.peer_submission_id
        and written_answers.peer_assignment_id = linked_answers.peer_assignment_id
        and written_answers.submission_part_id = linked_answers.submission_part_id

)

select * from final
