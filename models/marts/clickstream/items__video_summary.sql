with

user_items as (

    select * from {{ ref('users_items__video_watch') }}

),

video_lengths as (

    select * from {{ ref('int_clickstream__video_lengths') }}

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

watched_items as (

    select
        user_items.*,
        user_items.watched_seconds > 0 as is_viewer,
        user_items.watched_seconds > 0 and learners.user_id is not null as is_learner_viewer
    from user_items
    left join learners
        on user_items.platform = learners.platform
        and user_items.user_id = learners.user_id
        and user_items.course_id = learners.course_id

),

item_sums as (

    select
        platform,
        course_id,
        item_id,
        count(case when is_viewer then 1 end) as viewer_count,
        count(case when is_learner_viewer then 1 end) as learner_viewer_count,
        {{ sum_of_seconds('watched_seconds') }} as watched_seconds,
        {{ sum_of_seconds('unique_seconds') }} as unique_seconds,
        {{ sum_of_seconds('rewatched_seconds') }} as rewatched_seconds,
        {{ rounded('avg(case when is_viewer then coverage_fraction end)') }} as mean_coverage_fraction,
        {{ median('case when is_viewer then coverage_fraction end') }} as median_coverage_fraction,
        count(case when is_watched_95_percent then 1 end) as watched_95_percent_count,
        count(case when has_reached_95_percent then 1 end) as reached_95_percent_count,
        count(case when has_played_last_seconds then 1 end) as played_last_seconds_count,
        count(case when has_end_event then 1 end) as end_event_count,
        {%- for event in ['play', 'pause', 'seek', 'download'] %}
        cast(sum({{ event }}_count) as {{ dbt.type_bigint() }}) as {{ event }}_count{{ ',' if not loop.last }}
        {%- endfor %}
    from watched_items
    group by platform, course_id, item_id

),

-- Watched by known persons or by visitors only: every video with events.
final as (

    select
        video_lengths.platform,
        video_lengths.course_id,
        video_lengths.item_id,
        named_items.item_name,
        named_items.item_kind,
        video_lengths.length_source,
        coalesce(named_items.is_in_course, false) as is_in_course,
        video_lengths.video_length_seconds,
        {%- for column in ['ever_enrolled', 'enrolled', 'active'] %}
        coalesce(enrollment_counts.{{ column }}_count, 0) as {{ column }}_count,
        {%- endfor %}
        {%- for column in [
            'viewer_count',
            'learner_viewer_count',
            'watched_seconds',
            'unique_seconds',
            'rewatched_seconds',
        ] %}
        coalesce(item_sums.{{ column }}, 0) as {{ column }},
        {%- endfor %}
        item_sums.mean_coverage_fraction,
        item_sums.median_coverage_fraction,
        {%- for column in [
            'watched_95_percent',
            'reached_95_percent',
            'played_last_seconds',
            'end_event',
            'play',
            'pause',
            'seek',
            'download',
        ] %}
        coalesce(item_sums.{{ column }}_count, 0) as {{ column }}_count{{ ',' if not loop.last }}
        {%- endfor %}
    from video_lengths
    left join named_items
        on video_lengths.platform = named_items.platform
        and video_lengths.course_id = named_items.course_id
        and video_lengths.item_id = named_items.item_id
    left join enrollment_counts
        on video_lengths.platform = enrollment_counts.platform
        and video_lengths.course_id = enrollment_counts.course_id
    left join item_sums
        on video_lengths.platform = item_sums.platform
        and video_lengths.course_id = item_sums.course_id
        and video_lengths.item_id = item_sums.item_id

)

select * from final
