{# One row per user and course with a grade: the latest one. #}
with

course_grades as (

    select
        platform,
        user_id,
        course_id,
        passing_state_id,
        grade,
        verified_grade,
        passed_item_count,
        graded_at
    from {{ ref('stg_coursera__course_grades') }}

    union all

    select
        platform,
        user_id,
        course_id,
        passing_state_id,
        grade,
        cast(null as {{ type_double() }}) as verified_grade,
        cast(null as {{ dbt.type_bigint() }}) as passed_item_count,
        graded_at
    from {{ ref('int_grades__edx_course_grades') }}

),

ranked_grades as (

    select
        course_grades.*,
        row_number() over (
            partition by course_grades.platform, course_grades.user_id, course_grades.course_id
            order by course_grades.graded_at desc nulls last
        ) as grade_rank
    from course_grades

),

final as (

    select
        ranked_grades.platform,
        ranked_grades.user_id,
        ranked_grades.course_id,
        ranked_grades.passing_state_id,
        ranked_grades.grade,
        ranked_grades.verified_grade,
        ranked_grades.passed_item_count,
        ranked_grades.graded_at
    from ranked_grades
    where ranked_grades.grade_rank = 1

)

select * from final
