{# One row per enrollment of a learner in a course run, whether it still holds or not. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'student_courseenrollment'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as enrollment_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        nullif(trim(mode), '') as enrollment_mode,
        is_active as is_enrolled,
        created as enrolled_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
