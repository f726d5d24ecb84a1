{# One row per comment on or report of a part of an item, old ones included. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'feedback_item_comments'), [
        'course_id',
        'course_item_id',
        'feedback_unit_id',
        'feedback_unit_type',
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
        course_item_id as item_id,
        feedback_unit_id,
        feedback_unit_type as unit_type,
        feedback_system,
        feedback_user_id,
        feedback_category,
        feedback_ts as given_at,
        course_branch_id,
        feedback_text as comment_text,
        detailed_context,
        feedback_active as is_active,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
