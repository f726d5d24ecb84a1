{% set item_kinds = [
    'video', 'reading', 'quiz_graded', 'quiz_practice', 'peer', 'programming', 'discussion', 'lti',
    'other',
] %}

with

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}
    where was_enrolled or is_active

),

items as (

    select * from {{ ref('branches_items__content_order') }}
    where is_in_branch

),

item_progress as (

    select * from {{ ref('users_items__progress') }}

),

branch_counts as (

    select
        items.platform,
        items.course_branch_id,
        count(*) as item_count
        {%- for kind in item_kinds %},
        count(case when items.item_kind = '{{ kind }}' then 1 end) as {{ kind }}_count
        {%- endfor %}
    from items
    group by items.platform, items.course_branch_id

),

learner_counts as (

    select
        item_progress.platform,
        item_progress.user_id,
        item_progress.course_id,
        count(case when item_progress.is_in_branch then 1 end) as started_item_count,
        count(case when item_progress.is_in_branch and item_progress.is_completed then 1 end)
            as completed_item_count,
        count(case when not item_progress.is_in_branch then 1 end) as outside_branch_item_count
        {%- for kind in item_kinds %},
        count(
            case
                when
                    item_progress.is_in_branch
                    and item_progress.is_completed
                    and item_progress.item_kind = '{{ kind }}'
                    then 1
            end
        ) as completed_{{ kind }}_count
        {%- endfor %}
    from item_progress
    group by item_progress.platform, item_progress.user_id, item_progress.course_id

),

final as (

    select
        enrollments.platform,
        enrollments.user_id,
        enrollments.course_id,
        enrollments.course_branch_id,
        enrollments.was_enrolled,
        coalesce(branch_counts.item_count, 0) as branch_item_count,
        coalesce(learner_counts.started_item_count, 0) as started_item_count,
        coalesce(learner_counts.completed_item_count, 0) as completed_item_count,
        {{ safe_divide(
            'coalesce(learner_counts.completed_item_count, 0)', 'branch_counts.item_count'
        ) }} as completed_fraction,
        coalesce(learner_counts.outside_branch_item_count, 0) as outside_branch_item_count,
        {%- for kind in item_kinds %}
        coalesce(branch_counts.{{ kind }}_count, 0) as {{ kind }}_count,
        coalesce(learner_counts.completed_{{ kind }}_count, 0) as completed_{{ kind }}_count,
        {%- endfor %}
        enrollments.first_active_at,
        enrollments.last_active_at
    from enrollments
    left join branch_counts
        on enrollments.platform = branch_counts.platform
        and enrollments.course_branch_id = branch_counts.course_branch_id
    left join learner_counts
        on enrollments.platform = learner_counts.platform
        and enrollments.user_id = learner_counts.user_id
        and enrollments.course_id = learner_counts.course_id

)

select * from final
