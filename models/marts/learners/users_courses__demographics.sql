{% set columns = survey_columns() %}
{% set survey_codes = columns.words + columns.numbers %}
{% set vocabularies = profile_vocabularies() %}

with

enrollments as (

    select * from {{ ref('users_courses__enrollments') }}
    where latest_role is not null

),

users as (

    select * from {{ ref('users') }}

),

survey_answers as (

    select * from {{ ref('users__survey_answers') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'demographics'

),

known_answers as (

    select
        survey_answers.*,
        domain_ids.user_id
    from survey_answers
    inner join domain_ids
        on survey_answers.platform = domain_ids.platform
        and survey_answers.demographics_user_id = domain_ids.domain_user_id

),

final as (

    select
        enrollments.platform,
        enrollments.user_id,
        enrollments.course_id,
        enrollments.latest_role,
        users.country_cd,
        users.region_cd,
        users.profile_language_cd,
        users.browser_language_cd,
        users.reported_or_inferred_gender,
        users.employment_status,
        users.educational_attainment,
        users.student_status,
        {%- for attribute in vocabularies %}
        coalesce(users.{{ attribute }}_label, 'unknown') as {{ attribute }}_label,
        {%- endfor %}
        users.birth_year,
        {%- for code in survey_codes %}
        known_answers.{{ code }} as survey_{{ code }},
        {%- endfor %}
        enrollments.was_enrolled,
        enrollments.is_enrolled,
        enrollments.is_active,
        users.user_id is not null as has_profile,
        users.joined_at,
        known_answers.last_answered_at as survey_answered_at
    from enrollments
    left join users
        on enrollments.platform = users.platform
        and enrollments.user_id = users.user_id
    left join known_answers
        on enrollments.platform = known_answers.platform
        and enrollments.user_id = known_answers.user_id

)

select * from final
