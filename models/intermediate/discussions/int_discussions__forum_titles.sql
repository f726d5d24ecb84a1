{# One row per forum: its title in the original branch, else in the branch that comes first by its id. #}
with

forums as (

    select * from {{ ref('stg_coursera__discussion_course_forums') }}

),

branches as (

    select * from {{ ref('int_content__branches') }}

),

ranked_forums as (

    select
        forums.platform,
        forums.forum_id,
        forums.title as forum_title,
        row_number() over (
            partition by forums.platform, forums.forum_id
            order by
                case when branches.is_original then 0 else 1 end,
                {{ byte_order('forums.course_branch_id') }}
        ) as title_rank
    from forums
    left join branches
        on forums.platform = branches.platform
        and forums.course_branch_id = branches.course_branch_id

),

final as (

    select
        platform,
        forum_id,
        forum_title
    from ranked_forums
    where title_rank = 1

)

select * from final
