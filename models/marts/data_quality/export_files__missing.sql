{# One row per file that a loaded export holds in name only. #}
with

missing_files as (
    select * from {{ source('landing', 'missing_files') }}
),

final as (
    select
        platform,
        export_id,
        source_file,
        table_name,
        course_id,
        reason
    from missing_files
)

select * from final
