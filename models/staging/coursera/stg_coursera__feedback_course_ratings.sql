{# One row per rating that a person gave a course in a rating system, as the newest export that holds it has
   it: exports hold the latest rating only, those that it replaced stay from older exports. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(
        source('coursera', 'feedback_course_ratings'),
        ['course_id', 'feedback_system', 'feedback_user_id', 'feedback_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        course_id,
        feedback_system,
        feedback_user_id,
        feedback_ts as given_at,
        course_branch_id,
        is_current,
        feedback_rating as rating,
        feedback_max_rating as max_rating,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
