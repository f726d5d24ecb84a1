with

course_user_ids as (

    select * from {{ ref('stg_coursera__course_user_ids') }}

),

exports as (

    select * from {{ ref('stg_landing__exports') }}

),

courses as (

    select * from {{ ref('courses') }}

),

-- File names write a slug with _ for -. Where two courses would then be named alike, neither is.
course_slugs as (

    select
        platform,
        replace(course_slug, '-', '_') as course_slug,
        min(course_id) as course_id
    from courses
    group by platform, replace(course_slug, '-', '_')
    having count(*) = 1

),

final as (

    select
        course_user_ids.platform,
        course_user_ids.user_id,
        course_slugs.course_id,
        course_user_ids.course_user_id as survey_user_id
    from course_user_ids
    inner join exports
        on course_user_ids._export_id = exports.export_id
        and exports.id_mode = 'linked'
    inner join course_slugs
        on course_user_ids.platform = course_slugs.platform
        and replace(course_user_ids.course_slug, '-', '_') = course_slugs.course_slug

)

select * from final
