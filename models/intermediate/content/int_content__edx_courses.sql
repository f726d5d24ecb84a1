{# One row per course run that a loaded edX package says something about. #}
with

blocks as (

    select * from {{ ref('int_content__edx_blocks') }}

),

enrollments as (

    select * from {{ ref('stg_edx__student_courseenrollment') }}

),

course_ids as (

    select platform, course_id from blocks

    union

    select platform, course_id from enrollments

),

course_blocks as (

    select
        platform,
        course_id,
        max(case when depth = 0 then block_name end) as course_name,
        max(case when depth = 0 then starts_at end) as starts_at,
        bool_or(is_graded) as is_graded
    from blocks
    where is_in_branch
    group by platform, course_id

),

final as (

    select
        course_ids.platform,
        course_ids.course_id,
        course_blocks.course_name,
        course_blocks.is_graded,
        course_blocks.starts_at
    from course_ids
    left join course_blocks
        on course_ids.platform = course_blocks.platform
        and course_ids.course_id = course_blocks.course_id

)

select * from final
