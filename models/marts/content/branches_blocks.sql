with

blocks as (

    select * from {{ ref('int_content__edx_blocks') }}

),

final as (

    select
        platform,
        course_branch_id,
        block_id,
        course_id,
        parent_block_id,
        module_id,
        lesson_id,
        unit_id,
        category,
        block_name,
        block_path,
        assignment_type,
        is_container,
        is_graded,
        is_hidden,
        is_in_branch,
        child_position,
        depth,
        depth_first_order,
        starts_at,
        due_at
    from blocks

)

select * from final
