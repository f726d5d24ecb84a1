{# One row per role of a person in the team of a course run. #}
with

current_rows as (

    {{ one_row_per_key(
        source('edx', 'student_courseaccessrole'),
        ['file_course_id', 'user_id', 'role'],
    ) }}

),

final as (

    select
        'edx' as platform,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        role,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
