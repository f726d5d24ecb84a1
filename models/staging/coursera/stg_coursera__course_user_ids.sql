{# One row per person and course: the id under which surveys outside the platform know the person. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'course_user_ids'), ['user_id', 'course_slug']) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_slug,
        course_user_id,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
