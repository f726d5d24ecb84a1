{# One row per state that a block of a course run keeps for a learner. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'courseware_studentmodule'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as state_id,
        cast(student_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        module_id as block_id,
        module_type as category,
        grade as points,
        max_grade as max_points,
        created as created_at,
        modified as modified_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
