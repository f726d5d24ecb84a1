{# One row per criterion that an assessment in a course run answers. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'assessment_assessmentpart'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as part_id,
        id as part_number,
        cast(assessment_id as {{ dbt.type_string() }}) as assessment_id,
        cast(criterion_id as {{ dbt.type_string() }}) as criterion_id,
        cast(option_id as {{ dbt.type_string() }}) as option_id,
        file_course_id as course_id,
        feedback,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
