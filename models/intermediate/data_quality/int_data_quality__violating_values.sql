{#
    One row per export, declared key and value that breaks it, over every landed row and not only the current ones.
    The rules come from the source tests and are run with the tests' own macros. There is no edge to the tests, so
    that a failing one never skips this table.
    A table of its own: as a part of a larger statement its hundreds of branches would be planned far longer than run.
#}
{{ config(materialized='table') }}

with

violating_values as (
    {%- for key in (declared_keys() if execute else []) %}
    {{ key_violations(key) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        key_name,
        export_id,
        sample_id,
        cast(violation_count as {{ dbt.type_bigint() }}) as violation_count
    from violating_values
)

select * from final
