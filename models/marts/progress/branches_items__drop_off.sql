with

items as (

    select * from {{ ref('branches_items__content_order') }}
    where is_in_branch

),

learners as (

    select * from {{ ref('users_courses__enrollments') }}
    where was_enrolled

),

learner_items as (

    select * from {{ ref('int_progress__learner_items') }}

),

branch_counts as (

    {{ enrollment_counts('learners', 'course_branch_id') }}

),

item_counts as (

    select
        learner_items.platform,
        learner_items.course_branch_id,
        learner_items.item_id,
        count(*) as started_count,
        count(case when learner_items.is_completed then 1 end) as completed_count,
        count(case when learner_items.is_furthest_item then 1 end) as furthest_item_count,
        count(case when learner_items.is_last_item then 1 end) as last_item_count,
        count(
            case
                when learner_items.is_last_item and not learner_items.is_course_completed then 1
            end
        ) as dropped_out_count
    from learner_items
    group by learner_items.platform, learner_items.course_branch_id, learner_items.item_id

),

counted_items as (

    select
        items.platform,
        items.course_branch_id,
        items.item_id,
        items.course_id,
        items.location,
        items.item_kind,
        items.position,
        coalesce(branch_counts.ever_enrolled_count, 0) as ever_enrolled_count,
        coalesce(branch_counts.enrolled_count, 0) as enrolled_count,
        coalesce(branch_counts.active_count, 0) as active_count,
        coalesce(item_counts.started_count, 0) as started_count,
        coalesce(item_counts.completed_count, 0) as completed_count,
        -- Whoever got as far as a later item reached this one too.
        cast(
            sum(coalesce(item_counts.furthest_item_count, 0)) over (
                partition by items.platform, items.course_branch_id
                order by items.position desc
                rows between unbounded preceding and current row
            ) as {{ dbt.type_bigint() }}
        ) as reached_count,
        coalesce(item_counts.last_item_count, 0) as last_item_count,
        coalesce(item_counts.dropped_out_count, 0) as dropped_out_count
    from items
    left join branch_counts
        on items.platform = branch_counts.platform
        and items.course_branch_id = branch_counts.course_branch_id
    left join item_counts
        on items.platform = item_counts.platform
        and items.course_branch_id = item_counts.course_branch_id
        and items.item_id = item_counts.item_id

),

final as (

    select
        counted_items.platform,
        counted_items.course_branch_id,
        counted_items.item_id,
        counted_items.course_id,
        counted_items.location,
        counted_items.item_kind,
        counted_items.position,
        counted_items.ever_enrolled_count,
        counted_items.enrolled_count,
        counted_items.active_count,
        counted_items.started_count,
        counted_items.completed_count,
        counted_items.reached_count,
        counted_items.last_item_count,
        counted_items.dropped_out_count,
        {{ safe_divide('counted_items.reached_count', 'counted_items.ever_enrolled_count') }}
            as reached_fraction,
        {{ safe_divide('counted_items.dropped_out_count', 'counted_items.ever_enrolled_count') }}
            as dropped_out_fraction
    from counted_items

)

select * from final
