{# One row per person with an account or a profile on edX: what the newest package that lists them says. #}
{{ config(materialized='table') }}

with

accounts as (

    select * from {{ ref('stg_edx__auth_user') }}

),

profiles as (

    select * from {{ ref('stg_edx__auth_userprofile') }}

),

language_proficiencies as (

    select * from {{ ref('stg_edx__student_languageproficiency') }}

),

exports as (

    select * from {{ ref('stg_landing__exports') }}

),

-- The same person stands in the file of each of their course runs, and files are written at different times.
ranked_accounts as (

    select
        accounts.*,
        row_number() over (
            partition by accounts.platform, accounts.user_id
            order by exports.snapshot_at desc nulls last, {{ byte_order('accounts.course_id') }} desc
        ) as recency_rank
    from accounts
    left join exports
        on accounts._export_id = exports.export_id

),

ranked_profiles as (

    select
        profiles.*,
        row_number() over (
            partition by profiles.platform, profiles.user_id
            order by
                exports.snapshot_at desc nulls last,
                {{ byte_order('profiles.course_id') }} desc,
                profiles.profile_id desc
        ) as recency_rank
    from profiles
    left join exports
        on profiles._export_id = exports.export_id

),

languages as (

    select
        platform,
        course_id,
        profile_id,
        {{ text_at_smallest('language_cd', 'language_number') }} as first_language_cd,
        {{ joined_texts('language_cd', ';', 'language_number') }} as language_cds
    from language_proficiencies
    group by platform, course_id, profile_id

),

persons as (

    select platform, user_id
    from accounts

    union

    select platform, user_id
    from profiles

),

final as (

    select
        persons.platform,
        persons.user_id,
        ranked_accounts.username,
        ranked_accounts.email,
        ranked_accounts.first_name,
        ranked_accounts.last_name,
        ranked_profiles.full_name,
        ranked_profiles.mailing_address,
        ranked_profiles.city,
        ranked_profiles.goals,
        ranked_profiles.bio,
        ranked_profiles.country_cd,
        ranked_profiles.region_cd,
        languages.first_language_cd,
        languages.language_cds,
        ranked_profiles.gender,
        ranked_profiles.level_of_education,
        ranked_profiles.birth_year,
        ranked_accounts.joined_at
    from persons
    left join ranked_accounts
        on persons.platform = ranked_accounts.platform
        and persons.user_id = ranked_accounts.user_id
        and ranked_accounts.recency_rank = 1
    left join ranked_profiles
        on persons.platform = ranked_profiles.platform
        and persons.user_id = ranked_profiles.user_id
        and ranked_profiles.recency_rank = 1
    left join languages
        on ranked_profiles.platform = languages.platform
        and ranked_profiles.course_id = languages.course_id
        and ranked_profiles.profile_id = languages.profile_id

)

select * from final
