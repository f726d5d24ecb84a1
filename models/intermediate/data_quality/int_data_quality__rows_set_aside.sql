{# One row per export and table with a primary key: its current rows, and how many staging sets aside. #}
{{ config(materialized='table', post_hook="{{ insert_rows_set_aside(this) }}") }}

select
    cast(null as {{ dbt.type_string() }}) as key_name,
    cast(null as {{ dbt.type_string() }}) as export_id,
    cast(null as {{ dbt.type_bigint() }}) as row_count,
    cast(null as {{ dbt.type_bigint() }}) as rows_set_aside_count
where 1 = 0
