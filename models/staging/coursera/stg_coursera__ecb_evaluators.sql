{# One row per version of an evaluator: how the code of a code block is run and judged. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'ecb_evaluators'), [
        'ecb_evaluator_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        ecb_evaluator_id,
        course_id,
        course_item_id as item_id,
        ecb_engine_id,
        ecb_evaluator_harness as harness,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
