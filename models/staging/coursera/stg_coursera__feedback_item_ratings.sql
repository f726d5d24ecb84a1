{# One row per person, item part and rating system: the latest rating. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'feedback_item_ratings'), [
        'course_id',
        'course_item_id',
        'feedback_unit_id',
        'feedback_unit_type',
        'feedback_system',
        'feedback_user_id',
        'feedback_ts',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        course_item_id as item_id,
        feedback_unit_id,
        feedback_unit_type as unit_type,
        feedback_system,
        feedback_user_id,
        feedback_ts as given_at,
        course_branch_id,
        detailed_context,
        feedback_rating as rating,
        feedback_max_rating as max_rating,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
