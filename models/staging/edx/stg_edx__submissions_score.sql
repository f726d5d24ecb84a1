{# One row per score that a learner of a course run was ever given for a block. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'submissions_score'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as score_id,
        id as score_number,
        cast(student_item_id as {{ dbt.type_string() }}) as student_item_id,
        cast(submission_id as {{ dbt.type_string() }}) as submission_row_id,
        file_course_id as course_id,
        reset as is_reset,
        points_earned as points,
        points_possible as max_points,
        created_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
