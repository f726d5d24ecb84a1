with

general_ids as (

    select * from {{ ref('stg_edx__user_id_map') }}

),

course_ids as (

    select * from {{ ref('stg_edx__student_anonymoususerid') }}

),

reported_ids as (

    select * from {{ ref('stg_edx__report_anon_ids') }}

),

-- The id for all courses stands in the files of each of them; that of one course has its course.
known_ids as (

    select
        platform,
        hash_id as anonymous_user_id,
        user_id,
        cast(null as {{ dbt.type_string() }}) as course_id,
        true as is_in_package
    from general_ids

    union all

    select
        platform,
        anonymous_user_id,
        user_id,
        course_id,
        true as is_in_package
    from course_ids

    union all

    select
        platform,
        hash_id as anonymous_user_id,
        user_id,
        cast(null as {{ dbt.type_string() }}) as course_id,
        false as is_in_package
    from reported_ids

    union all

    select
        platform,
        anonymous_user_id,
        user_id,
        course_id,
        false as is_in_package
    from reported_ids

),

final as (

    select
        platform,
        anonymous_user_id,
        min(user_id) as user_id,
        min(course_id) as course_id,
        count(distinct user_id) > 1 as is_ambiguous,
        bool_or(is_in_package) as is_in_package,
        bool_or(not is_in_package) as is_in_report
    from known_ids
    where anonymous_user_id is not null and user_id is not null
    group by platform, anonymous_user_id

)

select * from final
