{# One row per learner in a cohort of a course run. #}
with

current_rows as (

    {{ one_row_per_key(
        source('edx', 'course_groups_cohortmembership'),
        ['file_course_id', 'user_id'],
    ) }}

),

final as (

    select
        'edx' as platform,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        file_course_id as course_id,
        nullif(trim(name), '') as cohort_name,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
