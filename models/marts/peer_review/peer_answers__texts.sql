with

written_answers as (

    select * from {{ ref('stg_coursera__peer_submission_part_free_responses') }}

),

linked_answers as (

    select * from {{ ref('stg_coursera__peer_submission_part_urls') }}

),

edx_answers as (

    select * from {{ ref('int_peer_review__edx_answers') }}

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

    union all

    select
        edx_answers.platform,
        edx_answers.peer_submission_id,
        edx_answers.peer_assignment_id,
        edx_answers.submission_part_id,
        edx_answers.answer_text,
        cast(null as {{ dbt.type_string() }}) as url,
        cast(null as {{ dbt.type_string() }}) as url_title,
        cast(null as {{ dbt.type_string() }}) as url_description
    from edx_answers

)

select * from final
