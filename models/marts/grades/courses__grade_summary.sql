with

courses as (

    select * from {{ ref('courses') }}

),

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}

),

grades as (

    select * from {{ ref('users_courses__grades') }}
    where was_enrolled

),

all_courses as (

    select
        courses.platform,
        courses.course_id
    from courses
    union
    select
        enrollments.platform,
        enrollments.course_id
    from enrollments

),

enrollment_counts as (

    {{ enrollment_counts('enrollments') }}

),

-- Grades stand one row per learner here, so nobody weighs more for having had several roles.
-- A bucket is a tenth of the unrounded grade; the full grade of 1.0 belongs to the top one, and a
-- missing grade to none (least would pass over the NULL).
grade_counts as (

    select
        grades.platform,
        grades.course_id,
        count(grades.grade) as graded_count,
        count(case when grades.is_passed then 1 end) as passed_count,
        count(case when grades.is_verified_passed then 1 end) as verified_passed_count,
        avg(grades.grade) as mean_grade,
        min(grades.grade) as minimum_grade,
        percentile_cont(0.25) within group (order by grades.grade) as first_quartile_grade,
        percentile_cont(0.5) within group (order by grades.grade) as median_grade,
        percentile_cont(0.75) within group (order by grades.grade) as third_quartile_grade,
        max(grades.grade) as maximum_grade
        {%- for bucket in range(10) %},
        count(grades.grade) filter (where least(floor(grades.grade * 10), 9) = {{ bucket }})
            as grade_bucket_{{ bucket }}_count
        {%- endfor %}
    from grades
    group by grades.platform, grades.course_id

),

final as (

    select
        all_courses.platform,
        all_courses.course_id,
        coalesce(enrollment_counts.ever_enrolled_count, 0) as ever_enrolled_count,
        coalesce(enrollment_counts.enrolled_count, 0) as enrolled_count,
        coalesce(enrollment_counts.active_count, 0) as active_count,
        coalesce(grade_counts.graded_count, 0) as graded_count,
        coalesce(grade_counts.passed_count, 0) as passed_count,
        coalesce(grade_counts.verified_passed_count, 0) as verified_passed_count,
        {{ safe_divide(
            'coalesce(grade_counts.passed_count, 0)', 'enrollment_counts.ever_enrolled_count'
        ) }} as passed_fraction,
        {{ safe_divide(
            'coalesce(grade_counts.verified_passed_count, 0)', 'enrollment_counts.ever_enrolled_count'
        ) }} as verified_passed_fraction,
        grade_counts.mean_grade,
        grade_counts.minimum_grade,
        grade_counts.first_quartile_grade,
        grade_counts.median_grade,
        grade_counts.third_quartile_grade,
        grade_counts.maximum_grade
        {%- for bucket in range(10) %},
        coalesce(grade_counts.grade_bucket_{{ bucket }}_count, 0) as grade_bucket_{{ bucket }}_count
        {%- endfor %}
    from all_courses
    left join enrollment_counts
        on all_courses.platform = enrollment_counts.platform
        and all_courses.course_id = enrollment_counts.course_id
    left join grade_counts
        on all_courses.platform = grade_counts.platform
        and all_courses.course_id = grade_counts.course_id

)

select * from final
