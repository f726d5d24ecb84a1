{# One row per language that a person says to know and course run whose file lists it. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'student_languageproficiency'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as language_proficiency_id,
        cast(user_profile_id as {{ dbt.type_string() }}) as profile_id,
        file_course_id as course_id,
        nullif(trim(code), '') as language_cd,
        id as language_number,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
