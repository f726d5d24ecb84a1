{# One row per assessment of a submission in a course run, by a peer, its author or staff. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'assessment_assessment'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as assessment_id,
        id as assessment_number,
        replace(submission_uuid, '-', '') as submission_uuid,
        cast(rubric_id as {{ dbt.type_string() }}) as rubric_id,
        scorer_id as anonymous_user_id,
        file_course_id as course_id,
        score_type,
        feedback,
        scored_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
