{# One row per profile and course run whose file lists it. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'auth_userprofile'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as profile_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        nullif(trim(gender), '') as gender,
        nullif(trim(level_of_education), '') as level_of_education,
        nullif(trim(country), '') as country_cd,
        nullif(trim(state), '') as region_cd,
        nullif(trim(name), '') as full_name,
        nullif(trim(mailing_address), '') as mailing_address,
        nullif(trim(city), '') as city,
        nullif(trim(goals), '') as goals,
        nullif(trim(bio), '') as bio,
        year_of_birth as birth_year,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
