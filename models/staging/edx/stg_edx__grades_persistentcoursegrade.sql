{# One row per learner of a course run with a grade of the whole course. #}
with

current_rows as (

    {{ one_row_per_key(
        source('edx', 'grades_persistentcoursegrade'),
        ['file_course_id', 'user_id'],
    ) }}

),

final as (

    select
        'edx' as platform,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        nullif(trim(letter_grade), '') as letter_grade,
        percent_grade as grade,
        passed_timestamp as passed_at,
        created as created_at,
        modified as modified_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
