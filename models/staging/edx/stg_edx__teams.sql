{# One row per team of learners in a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'teams'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as team_id,
        file_course_id as course_id,
        nullif(trim(name), '') as team_name,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
