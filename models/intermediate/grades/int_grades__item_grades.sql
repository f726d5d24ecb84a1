{# One row per user, course and item with a grade: the latest mandatory grade, else the practice one.
   has_passing_state: the export says of such an item whether it is passed. #}
with

summative_grades as (

    select * from {{ ref('stg_coursera__course_item_grades') }}

),

formative_grades as (

    select * from {{ ref('stg_coursera__course_formative_quiz_grades') }}

),

edx_grades as (

    select * from {{ ref('int_grades__edx_item_grades') }}

),

item_grades as (

    select
        summative_grades.platform,
        summative_grades.user_id,
        summative_grades.course_id,
        summative_grades.item_id,
        summative_grades.passing_state_id,
        true as is_summative,
        true as has_passing_state,
        summative_grades.grade,
        cast(null as {{ type_double() }}) as points,
        cast(null as {{ type_double() }}) as max_points,
        summative_grades.graded_at
    from summative_grades
    union all
    select
        formative_grades.platform,
        formative_grades.user_id,
        formative_grades.course_id,
        formative_grades.item_id,
        cast(null as {{ dbt.type_bigint() }}) as passing_state_id,
        false as is_summative,
        false as has_passing_state,
        {{ safe_divide('formative_grades.points', 'formative_grades.max_points') }} as grade,
        formative_grades.points,
        formative_grades.max_points,
        formative_grades.graded_at
    from formative_grades
    union all
    select
        edx_grades.platform,
        edx_grades.user_id,
        edx_grades.course_id,
        edx_grades.item_id,
        cast(null as {{ dbt.type_bigint() }}) as passing_state_id,
        edx_grades.is_summative,
        false as has_passing_state,
        {{ safe_divide('edx_grades.points', 'edx_grades.max_points') }} as grade,
        edx_grades.points,
        edx_grades.max_points,
        edx_grades.graded_at
    from edx_grades

),

ranked_grades as (

    select
        item_grades.*,
        row_number() over (
            partition by
                item_grades.platform,
                item_grades.user_id,
                item_grades.course_id,
                item_grades.item_id
            order by
                case when item_grades.is_summative then 0 else 1 end,
                item_grades.graded_at desc nulls last
        ) as grade_rank
    from item_grades

),

final as (

    select
        ranked_grades.platform,
        ranked_grades.user_id,
        ranked_grades.course_id,
        ranked_grades.item_id,
        ranked_grades.passing_state_id,
        ranked_grades.is_summative,
        ranked_grades.has_passing_state,
        ranked_grades.grade,
        ranked_grades.points,
        ranked_grades.max_points,
        ranked_grades.graded_at
    from ranked_grades
    where ranked_grades.grade_rank = 1

)

select * from final
