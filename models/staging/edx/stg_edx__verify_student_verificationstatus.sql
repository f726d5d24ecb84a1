{# One row per step in checking a learner's identity at a checkpoint of a course run. #}
with

current_rows as (

    {{ one_row_per_key(
        source('edx', 'verify_student_verificationstatus'),
        ['file_course_id', 'timestamp', 'user_id', 'checkpoint_location', 'status'],
    ) }}

),

final as (

    select
        'edx' as platform,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        checkpoint_location,
        status as verification_status,
        timestamp as checked_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
