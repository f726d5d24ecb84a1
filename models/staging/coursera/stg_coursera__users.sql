{# One row per person who was ever learner, mentor or instructor of a course in the export. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'users'), ['user_id']) }}

),

final as (

    select
        'coursera' as platform,
        user_id,
        country_cd,
        region_cd,
        profile_language_cd,
        browser_language_cd,
        reported_or_inferred_gender,
        employment_status,
        educational_attainment,
        student_status,
        user_join_ts as joined_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
