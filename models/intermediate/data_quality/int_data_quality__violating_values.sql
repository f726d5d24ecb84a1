{#
    One row per export, declared key and value that breaks it, over every landed row and not only the current ones.
    The rules come from the source tests and are run with the tests' own macros. There is no edge to the tests, so
    that a failing one never skips this table.
#}
{{ config(materialized='table', post_hook="{{ insert_key_violations(this) }}") }}

select
    cast(null as {{ dbt.type_string() }}) as key_name,
    cast(null as {{ dbt.type_string() }}) as export_id,
    cast(null as {{ dbt.type_string() }}) as sample_id,
    cast(null as {{ dbt.type_bigint() }}) as violation_count
where 1 = 0
