with

dates as (

    select * from {{ ref('users_courses_dates__activity') }}

),

final as (

    select
        platform,
        user_id,
        course_id,
        count(*) as active_date_count,
        cast(sum(event_count) as {{ dbt.type_bigint() }}) as event_count,
        {%- for measure in time_on_task_measures() %}
        {{ sum_of_seconds(measure) }} as {{ measure }},
        {%- endfor %}
        min(first_event_at) as first_event_at,
        max(last_event_at) as last_event_at
    from dates
    group by platform, user_id, course_id

)

select * from final
