{# One row per option of a rubric's criterion in a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'assessment_criterionoption'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as option_id,
        cast(criterion_id as {{ dbt.type_string() }}) as criterion_id,
        file_course_id as course_id,
        points,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
