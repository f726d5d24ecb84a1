with

access_events as (

    select
        events.platform,
        events.course_id,
        events.item_id,
        events.user_id,
        events.event_type,
        {{ is_real_pageview('events') }} as is_real_pageview,
        events.is_duplicate_pageview,
        events.event_at
    from {{ ref('events') }} as events
    where events.domain = 'access' and events.course_id is not null and events.item_id is not null

),

named_items as (

    select * from {{ ref('int_progress__item_kinds') }}

),

learners as (

    select * from {{ ref('users_courses__enrollments') }}
    where was_enrolled

),

enrollment_counts as (

    {{ enrollment_counts('learners') }}

),

-- Visitors, whose user_id is NULL, are one row.
user_items as (

    select
        platform,
        course_id,
        item_id,
        user_id,
        count(case when is_real_pageview then 1 end) as pageview_count,
        count(case when is_duplicate_pageview then 1 end) as duplicate_pageview_count,
        count(case when event_type = 'page_requested' then 1 end) as page_requested_count,
        count(case when event_type = 'page_preloaded' then 1 end) as page_preloaded_count,
        min(event_at) as first_event_at,
        max(event_at) as last_event_at
    from access_events
    group by platform, course_id, item_id, user_id

),

item_sums as (

    select
        user_items.platform,
        user_items.course_id,
        user_items.item_id,
        count(case when user_items.pageview_count > 0 then user_items.user_id end) as user_count,
        count(case when user_items.pageview_count > 0 then learners.user_id end) as learner_count,
        {%- for event in ['pageview', 'duplicate_pageview', 'page_requested', 'page_preloaded'] %}
        cast(
            sum(user_items.{{ event }}_count) as {{ dbt.type_bigint() }}
        ) as {{ event }}_count,
        {%- endfor %}
        min(user_items.first_event_at) as first_event_at,
        max(user_items.last_event_at) as last_event_at
    from user_items
    left join learners
        on user_items.platform = learners.platform
        and user_items.user_id = learners.user_id
        and user_items.course_id = learners.course_id
    group by user_items.platform, user_items.course_id, user_items.item_id

),

final as (

    select
        item_sums.platform,
        item_sums.course_id,
        item_sums.item_id,
        named_items.item_name,
        named_items.item_kind,
        coalesce(named_items.is_in_course, false) as is_in_course,
        {%- for column in ['ever_enrolled', 'enrolled', 'active'] %}
        coalesce(enrollment_counts.{{ column }}_count, 0) as {{ column }}_count,
        {%- endfor %}
        item_sums.user_count,
        item_sums.learner_count,
        item_sums.pageview_count,
        item_sums.duplicate_pageview_count,
        item_sums.page_requested_count,
        item_sums.page_preloaded_count,
        item_sums.first_event_at,
        item_sums.last_event_at
    from item_sums
    left join named_items
        on item_sums.platform = named_items.platform
        and item_sums.course_id = named_items.course_id
        and item_sums.item_id = named_items.item_id
    left join enrollment_counts
        on item_sums.platform = enrollment_counts.platform
        and item_sums.course_id = enrollment_counts.course_id

)

select * from final
