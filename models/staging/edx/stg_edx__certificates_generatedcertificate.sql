{# One row per certificate worked out for a learner of a course run. #}
with

current_rows as (

    {{ one_row_per_key(
        source('edx', 'certificates_generatedcertificate'),
        ['file_course_id', 'id'],
    ) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as certificate_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        status as certificate_status,
        nullif(trim(mode), '') as enrollment_mode,
        {{ to_double('grade') }} as grade,
        created_date as created_at,
        modified_date as modified_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
