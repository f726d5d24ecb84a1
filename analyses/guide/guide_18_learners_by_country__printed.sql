{# The guide's example "learners, pre-enrolled learners and completers by country": one row per country.
   WRONG as soon as the warehouse holds a second course: neither list says of which course it speaks, so
   whoever waited for one course and completed another counts in both columns of one row, and whoever
   completed two courses counts once. The first column counts everybody the users table lists, whether or
   not they ever were learners: staff and visitors too. #}
with

course_pre_enrollers as (

    select distinct user_id
    from {{ source('coursera', 'course_memberships') }}
    where course_membership_role = 'PRE_ENROLLED_LEARNER'

),

course_completers as (

    select distinct user_id
    from {{ source('coursera', 'course_grades') }}
    -- 1 = passed, 2 = verified passed
    where course_passing_state_id in (1, 2)

)

select
    users.country_cd,
    count(*) as num_course_learners,
    count(course_pre_enrollers.user_id) as num_pre_enrollers,
    count(course_completers.user_id) as num_completers
from {{ source('coursera', 'users') }} as users
left join course_pre_enrollers
    on users.user_id = course_pre_enrollers.user_id
left join course_completers
    on users.user_id = course_completers.user_id
group by users.country_cd
order by num_course_learners desc
