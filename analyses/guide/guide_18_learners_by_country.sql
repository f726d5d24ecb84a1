{# Learners, pre-enrolled learners and completers by country: one row per course and country. The printed
   query mixes the courses of the warehouse and counts staff and visitors as learners. Whoever the users
   table does not list counts under an empty country. #}
with

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}
    where platform = 'coursera' and (was_enrolled or was_pre_enrolled or is_completed)

),

users as (

    select * from {{ ref('users') }}

)

select
    enrollments.course_id,
    users.country_cd,
    count(case when enrollments.was_enrolled then 1 end) as num_course_learners,
    count(case when enrollments.was_pre_enrolled then 1 end) as num_pre_enrollers,
    count(case when enrollments.is_completed then 1 end) as num_completers
from enrollments
left join users
    on enrollments.platform = users.platform
    and enrollments.user_id = users.user_id
group by enrollments.course_id, users.country_cd
order by {{ byte_order('enrollments.course_id') }}, num_course_learners desc
