{# One row per branch (version) of a course, as the newest export that holds it has it. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(source('coursera', 'course_branches'), ['course_branch_id']) }}

),

final as (

    select
        'coursera' as platform,
        course_branch_id,
        course_id,
        authoring_course_branch_name as branch_name,
        course_branch_changes_description as changes_description,
        authoring_course_branch_created_ts as created_at,
        is_current,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
