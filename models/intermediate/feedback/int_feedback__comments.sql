{# One row per comment on a course or on a part of an item, old ones included. #}
with

course_comments as (

    select * from {{ ref('stg_coursera__feedback_course_comments') }}

),

item_comments as (

    select * from {{ ref('stg_coursera__feedback_item_comments') }}

),

final as (

    select
        platform,
        {{ content_id([
            'course_id',
            'feedback_system',
            'feedback_user_id',
            'feedback_category',
            to_epoch_microseconds('given_at'),
        ]) }} as comment_id,
        'course' as level,
        course_id,
        cast(null as {{ dbt.type_string() }}) as item_id,
        cast(null as {{ dbt.type_string() }}) as feedback_unit_id,
        cast(null as {{ dbt.type_string() }}) as unit_type,
        feedback_system,
        feedback_user_id,
        feedback_category,
        course_branch_id,
        comment_text,
        cast(null as {{ dbt.type_boolean() }}) as is_active,
        given_at,
        cast({{ dbt.date_trunc('month', 'given_at') }} as date) as calendar_month
    from course_comments

    union all

    select
        platform,
        {{ content_id([
            'course_id',
            'item_id',
            'feedback_unit_id',
            'unit_type',
            'feedback_system',
            'feedback_user_id',
            'feedback_category',
            to_epoch_microseconds('given_at'),
        ]) }} as comment_id,
        'item' as level,
        course_id,
        item_id,
        feedback_unit_id,
        unit_type,
        feedback_system,
        feedback_user_id,
        feedback_category,
        course_branch_id,
        comment_text,
        is_active,
        given_at,
        cast({{ dbt.date_trunc('month', 'given_at') }} as date) as calendar_month
    from item_comments

)

select * from final
