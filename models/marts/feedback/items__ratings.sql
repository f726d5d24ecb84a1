{% set flag_categories = ['content', 'technical', 'other'] %}

with

ratings as (

    select * from {{ ref('int_feedback__item_ratings') }}

),

comments as (

    select * from {{ ref('int_feedback__comments') }}
    where level = 'item'

),

named_items as (

    select * from {{ ref('int_progress__item_kinds') }}

),

flags_and_comments as (

    select
        comments.*,
        comments.feedback_system = 'FLAG' and comments.is_active as is_open_flag,
        comments.feedback_system = 'FLAG' and not comments.is_active as is_settled_flag,
        case
            when comments.feedback_category in ('content', 'technical')
                then comments.feedback_category
            else 'other'
        end as flag_category
    from comments

),

persons as (

    select
        platform,
        course_id,
        item_id,
        feedback_user_id
    from ratings
    union
    select
        platform,
        course_id,
        item_id,
        feedback_user_id
    from comments

),

items as (

    select
        platform,
        course_id,
        item_id,
        count(*) as person_count
    from persons
    group by platform, course_id, item_id

),

rating_counts as (

    select
        platform,
        course_id,
        item_id,
        count(case when rating = 1 then 1 end) as like_count,
        count(case when rating = 0 then 1 end) as dislike_count
    from ratings
    where feedback_system = 'LIKE_OR_DISLIKE'
    group by platform, course_id, item_id

),

comment_counts as (

    select
        platform,
        course_id,
        item_id,
        count(*) as comment_count
        {%- for state in ['open', 'settled'] %},
        count(case when is_{{ state }}_flag then 1 end) as {{ state }}_flag_count
        {%- for category in flag_categories %},
        count(
            case when is_{{ state }}_flag and flag_category = '{{ category }}' then 1 end
        ) as {{ state }}_{{ category }}_flag_count
        {%- endfor %}
        {%- endfor %}
    from flags_and_comments
    group by platform, course_id, item_id

),

final as (

    select
        items.platform,
        items.course_id,
        items.item_id,
        named_items.item_name,
        named_items.item_kind,
        coalesce(named_items.is_in_course, false) as is_in_course,
        items.person_count,
        coalesce(rating_counts.like_count, 0) as like_count,
        coalesce(rating_counts.dislike_count, 0) as dislike_count,
        {{ safe_divide(
            'rating_counts.like_count',
            'rating_counts.like_count + rating_counts.dislike_count',
        ) }} as like_fraction,
        coalesce(comment_counts.comment_count, 0) as comment_count
        {%- for state in ['open', 'settled'] %},
        coalesce(comment_counts.{{ state }}_flag_count, 0) as {{ state }}_flag_count
        {%- for category in flag_categories %},
        coalesce(
            comment_counts.{{ state }}_{{ category }}_flag_count, 0
        ) as {{ state }}_{{ category }}_flag_count
        {%- endfor %}
        {%- endfor %}
    from items
    left join named_items
        on items.platform = named_items.platform
        and items.course_id = named_items.course_id
        and items.item_id = named_items.item_id
    left join rating_counts
        on items.platform = rating_counts.platform
        and items.course_id = rating_counts.course_id
        and items.item_id = rating_counts.item_id
    left join comment_counts
        on items.platform = comment_counts.platform
        and items.course_id = comment_counts.course_id
        and items.item_id = comment_counts.item_id

)

select * from final
