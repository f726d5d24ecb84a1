{# One row per user and course with a session: the session joined last, and so the branch in force. #}
with

session_stays as (

    select * from {{ ref('int_enrollments__session_stays') }}

),

ranked_stays as (

    select
        platform,
        user_id,
        course_id,
        course_branch_id,
        session_id,
        row_number() over (
            partition by platform, user_id, course_id
            order by joined_at desc, {{ byte_order('session_id') }} desc
        ) as recency_rank
    from session_stays
    where course_id is not null

),

session_counts as (

    select
        platform,
        user_id,
        course_id,
        count(distinct session_id) as session_count
    from session_stays
    where course_id is not null
    group by platform, user_id, course_id

),

final as (

    select
        ranked_stays.platform,
        ranked_stays.user_id,
        ranked_stays.course_id,
        ranked_stays.course_branch_id,
        ranked_stays.session_id,
        session_counts.session_count
    from ranked_stays
    inner join session_counts
        on ranked_stays.platform = session_counts.platform
        and ranked_stays.user_id = session_counts.user_id
        and ranked_stays.course_id = session_counts.course_id
    where ranked_stays.recency_rank = 1

)

select * from final
