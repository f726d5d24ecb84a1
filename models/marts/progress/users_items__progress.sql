with

item_events as (

    select * from {{ ref('int_progress__item_events') }}

),

branches_in_force as (

    select * from {{ ref('int_enrollments__branches_in_force') }}

),

branch_items as (

    select * from {{ ref('branches_items__content_order') }}

),

course_item_kinds as (

    select * from {{ ref('int_progress__item_kinds') }}

),

learner_items as (

    select
        item_events.platform,
        item_events.user_id,
        item_events.course_id,
        item_events.item_id,
        coalesce(branches_in_force.course_branch_id, item_events.course_id) as course_branch_id,
        item_events.event_count,
        item_events.started_at,
        item_events.completed_at,
        item_events.last_event_at
    from item_events
    left join branches_in_force
        on item_events.platform = branches_in_force.platform
        and item_events.user_id = branches_in_force.user_id
        and item_events.course_id = branches_in_force.course_id

),

final as (

    select
        learner_items.platform,
        learner_items.user_id,
        learner_items.course_id,
        learner_items.item_id,
        learner_items.course_branch_id,
        coalesce(branch_items.item_kind, course_item_kinds.item_kind) as item_kind,
        coalesce(branch_items.is_in_branch, false) as is_in_branch,
        learner_items.completed_at is not null as is_completed,
        learner_items.event_count,
        learner_items.started_at,
        learner_items.completed_at,
        learner_items.last_event_at
    from learner_items
    left join branch_items
        on learner_items.platform = branch_items.platform
        and learner_items.course_branch_id = branch_items.course_branch_id
        and learner_items.item_id = branch_items.item_id
    left join course_item_kinds
        on learner_items.platform = course_item_kinds.platform
        and learner_items.course_id = course_item_kinds.course_id
        and learner_items.item_id = course_item_kinds.item_id

)

select * from final
