{# One row per key and reference that the contract declares. #}
{{ config(materialized='table') }}

with

final as (
    {{ declared_key_rows(declared_keys() if execute else []) }}
)

select * from final
