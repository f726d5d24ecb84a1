{# One row per learner and item of an edX course run with points: those of the state changed last. #}
with

states as (

    select * from {{ ref('int_progress__edx_item_states') }}
    where points is not null

),

items as (

    select * from {{ ref('int_content__edx_items') }}

),

ranked_states as (

    select
        states.*,
        row_number() over (
            partition by states.platform, states.user_id, states.course_id, states.item_id
            order by states.modified_at desc nulls last, states.created_at desc nulls last
        ) as recency_rank
    from states

),

final as (

    select
        ranked_states.platform,
        ranked_states.user_id,
        ranked_states.course_id,
        ranked_states.item_id,
        coalesce(items.is_graded and items.is_current, false) as is_summative,
        ranked_states.points,
        ranked_states.max_points,
        ranked_states.modified_at as graded_at
    from ranked_states
    left join items
        on ranked_states.platform = items.platform
        and ranked_states.course_id = items.course_branch_id
        and ranked_states.item_id = items.item_id
    where ranked_states.recency_rank = 1

)

select * from final
