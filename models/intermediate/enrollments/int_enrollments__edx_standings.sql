{# One row per person and course run of edX with an enrollment, told by the package or by a log, or a role in
   the team: what the person is there now, when they enrolled first and when they left last. #}
with

enrollments as (

    select * from {{ ref('stg_edx__student_courseenrollment') }}

),

changes as (

    select * from {{ ref('int_enrollments__edx_changes') }}

),

team_roles as (

    select * from {{ ref('stg_edx__student_courseaccessrole') }}

),

ranked_enrollments as (

    select
        *,
        row_number() over (
            partition by platform, user_id, course_id
            order by is_enrolled desc nulls last, enrolled_at desc nulls last, enrollment_id desc
        ) as enrollment_rank
    from enrollments

),

told_times as (

    select
        platform,
        user_id,
        course_id,
        max(case when next_changed_at is null and is_enrolled then 1 else 0 end) = 1 as is_enrolled,
        min(case when is_enrolled then changed_at end) as first_enrolled_at,
        max(case when not is_enrolled then changed_at end) as last_unenrolled_at
    from changes
    group by platform, user_id, course_id

),

-- Who has several roles is known by the first of them; edX gives rights by the tools that a role may use.
staff as (

    select
        platform,
        user_id,
        course_id,
        min(
            case
                when role in ('instructor', 'ccx_coach') then 1
                when role in ('finance_admin', 'sales_admin') then 3
                when role = 'beta_testers' then 4
                else 2
            end
        ) as role_rank
    from team_roles
    group by platform, user_id, course_id

),

persons as (

    select
        platform,
        user_id,
        course_id
    from ranked_enrollments

    union

    select
        platform,
        user_id,
        course_id
    from told_times

    union

    select
        platform,
        user_id,
        course_id
    from staff

),

final as (

    select
        persons.platform,
        persons.user_id,
        persons.course_id,
        case
            when staff.role_rank = 1 then 'INSTRUCTOR'
            when staff.role_rank = 2 then 'TEACHING_STAFF'
            when staff.role_rank = 3 then 'UNIVERSITY_ADMIN'
            when staff.role_rank = 4 then 'BETA_TESTER'
            when coalesce(ranked_enrollments.is_enrolled, told_times.is_enrolled) then 'LEARNER'
            else 'NOT_ENROLLED'
        end as role,
        case
            when staff.user_id is not null then 'staff'
            when coalesce(ranked_enrollments.is_enrolled, told_times.is_enrolled) then 'enrolled'
            else 'unenrolled'
        end as membership_state,
        ranked_enrollments.enrollment_mode,
        staff.user_id is not null as is_staff,
        staff.user_id is null as was_enrolled,
        coalesce(ranked_enrollments.user_id, told_times.user_id) is not null as has_enrollment,
        told_times.first_enrolled_at as enrolled_at,
        told_times.last_unenrolled_at
    from persons
    left join ranked_enrollments
        on persons.platform = ranked_enrollments.platform
        and persons.user_id = ranked_enrollments.user_id
        and persons.course_id = ranked_enrollments.course_id
        and ranked_enrollments.enrollment_rank = 1
    left join told_times
        on persons.platform = told_times.platform
        and persons.user_id = told_times.user_id
        and persons.course_id = told_times.course_id
    left join staff
        on persons.platform = staff.platform
        and persons.user_id = staff.user_id
        and persons.course_id = staff.course_id

)

select * from final
