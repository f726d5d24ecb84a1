{# One row per learner in the instructor's report of anonymous ids of a course run. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'report_anon_ids'), ['file_course_id', 'user_id']) }}

),

final as (

    select
        'edx' as platform,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        anonymized_user_id as hash_id,
        course_specific_anonymized_user_id as anonymous_user_id,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
