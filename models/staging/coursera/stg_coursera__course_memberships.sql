{# One row per user, course and time: the role taken then. #}
with

current_rows as (

    {{ one_row_per_key(
        source('coursera', 'course_memberships'),
        ['user_id', 'course_id', 'course_membership_ts'],
    ) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        course_id,
        course_membership_role as role,
        course_membership_ts as role_taken_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
