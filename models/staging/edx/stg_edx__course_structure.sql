{# One row per block of a course run, as the newest package that holds it has it. #}
{{ config(meta={'rows': 'landed'}) }}

with

newest_rows as (

    {{ one_row_per_landed_key(source('edx', 'course_structure'), ['file_course_id', 'block_id']) }}

),

final as (

    select
        'edx' as platform,
        file_course_id as course_branch_id,
        block_id,
        parent_block_id,
        category,
        children,
        metadata,
        block_path,
        effective_format as assignment_type,
        nullif(trim(display_name), '') as block_name,
        effective_graded as is_graded,
        effective_hide_from_toc as is_hidden,
        child_position,
        depth,
        depth_first_order,
        effective_start as starts_at,
        effective_due as due_at,
        is_current,
        _export_id,
        _source_file,
        _row_number
    from newest_rows

)

select * from final
