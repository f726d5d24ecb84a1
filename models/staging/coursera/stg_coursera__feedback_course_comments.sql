{# One row per comment on a course, old ones included. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'feedback_course_comments'), [
        'course_id',
        'feedback_system',
        'feedback_user_id',
        'feedback_category',
        'feedback_ts',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        feedback_system,
        feedback_user_id,
        feedback_category,
        feedback_ts as given_at,
        course_branch_id,
        feedback_text as comment_text,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
