{# One row per export and table with a primary key: its current rows, and how many staging sets aside. #}
{{ config(materialized='table') }}

with

set_aside as (
    {%- for key in (declared_keys() if execute else []) | selectattr('kind', 'equalto', 'primary_key') %}
    {{ rows_set_aside(key) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        key_name,
        export_id,
        row_count,
        rows_set_aside_count
    from set_aside
)

select * from final
