{# One row per learner and course run of edX with an enrollment: what the package says of cohort, team,
   identity check and mail. #}
with

standings as (

    select * from {{ ref('int_enrollments__edx_standings') }}
    where has_enrollment

),

cohort_memberships as (

    select * from {{ ref('stg_edx__course_groups_cohortmembership') }}

),

team_memberships as (

    select * from {{ ref('stg_edx__teams_membership') }}

),

teams as (

    select * from {{ ref('stg_edx__teams') }}

),

verification_steps as (

    select * from {{ ref('stg_edx__verify_student_verificationstatus') }}

),

email_preferences as (

    select * from {{ ref('stg_edx__email_opt_in') }}

),

ranked_teams as (

    select
        team_memberships.platform,
        team_memberships.user_id,
        team_memberships.course_id,
        teams.team_name,
        row_number() over (
            partition by team_memberships.platform, team_memberships.user_id, team_memberships.course_id
            order by team_memberships.joined_at desc nulls last, team_memberships.team_membership_id desc
        ) as recency_rank
    from team_memberships
    left join teams
        on team_memberships.platform = teams.platform
        and team_memberships.course_id = teams.course_id
        and team_memberships.team_id = teams.team_id

),

ranked_steps as (

    select
        *,
        row_number() over (
            partition by platform, user_id, course_id
            order by
                checked_at desc,
                case when verification_status = 'submitted' then 1 else 0 end asc,
                {{ byte_order('verification_status') }} asc,
                {{ byte_order('checkpoint_location') }} asc
        ) as recency_rank
    from verification_steps

),

ranked_preferences as (

    select
        *,
        row_number() over (
            partition by platform, user_id, course_id
            order by preference_set_at desc nulls last, is_opted_in_for_email asc
        ) as recency_rank
    from email_preferences
    where user_id is not null

),

final as (

    select
        standings.platform,
        standings.user_id,
        standings.course_id,
        standings.enrollment_mode,
        ranked_steps.verification_status,
        cohort_memberships.cohort_name,
        ranked_teams.team_name,
        ranked_preferences.is_opted_in_for_email,
        ranked_steps.checked_at as verification_checked_at,
        ranked_preferences.preference_set_at as email_preference_set_at
    from standings
    left join cohort_memberships
        on standings.platform = cohort_memberships.platform
        and standings.user_id = cohort_memberships.user_id
        and standings.course_id = cohort_memberships.course_id
    left join ranked_teams
        on standings.platform = ranked_teams.platform
        and standings.user_id = ranked_teams.user_id
        and standings.course_id = ranked_teams.course_id
        and ranked_teams.recency_rank = 1
    left join ranked_steps
        on standings.platform = ranked_steps.platform
        and standings.user_id = ranked_steps.user_id
        and standings.course_id = ranked_steps.course_id
        and ranked_steps.recency_rank = 1
    left join ranked_preferences
        on standings.platform = ranked_preferences.platform
        and standings.user_id = ranked_preferences.user_id
        and standings.course_id = ranked_preferences.course_id
        and ranked_preferences.recency_rank = 1

)

select * from final
