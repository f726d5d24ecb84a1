{# One row per criterion of a rubric in a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'assessment_criterion'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as criterion_id,
        cast(rubric_id as {{ dbt.type_string() }}) as rubric_id,
        file_course_id as course_id,
        name as criterion_name,
        label as criterion_label,
        prompt,
        order_num as criterion_order,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
