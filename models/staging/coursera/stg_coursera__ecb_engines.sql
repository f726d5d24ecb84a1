{# One row per version of an engine that runs code blocks. #}
with

current_rows as (

    {{ one_row_per_key(source('coursera', 'ecb_engines'), [
        'ecb_engine_id',
    ]) }}

),

final as (

    select
        'coursera' as platform,
        ecb_engine_id,
        ecb_engine_name as engine_name,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
