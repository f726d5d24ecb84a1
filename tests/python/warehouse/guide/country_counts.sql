with

pre_enrollers as (

    select user_id
    from coursera.course_memberships
    where course_membership_role = 'PRE_ENROLLED_LEARNER'
    group by user_id

),

completers as (

    select user_id
    from coursera.course_grades
    where course_passing_state_id in (1, 2)
    group by user_id

)

select
    users.country_cd,
    count(*) as num_course_learners,
    count(pre_enrollers.user_id) as num_pre_enrollers,
    count(completers.user_id) as num_completers
from coursera.users
left join pre_enrollers on users.user_id = pre_enrollers.user_id
left join completers on users.user_id = completers.user_id
group by users.country_cd
