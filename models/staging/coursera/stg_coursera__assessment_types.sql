{# One row per kind of quiz. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'assessment_types'), ['assessment_type_id']) }}

),

final as (

    select
        'coursera' as platform,
        assessment_type_id,
        assessment_type_desc as type_desc,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
