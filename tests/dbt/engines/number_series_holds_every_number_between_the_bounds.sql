{# Finds numbers that the macro number_series leaves out or adds. It matters when an engine's series
   differs. Resolve it in the engine's variant of the macro. #}
{% set bounds = {
    'around_zero': (-1, 1), 'single': (5, 5), 'reversed': (2, 1), 'unknown': ('null', 1)
} %}

with

{%- for name, (first_number, last_number) in bounds.items() %}

{{ name }} as (

    select
        cast({{ first_number }} as {{ dbt.type_bigint() }}) as first_number,
        cast({{ last_number }} as {{ dbt.type_bigint() }}) as last_number

),
{%- endfor %}

actual as (
    {%- for name in bounds %}

    select
        '{{ name }}' as bounds,
        numbers.number
    from ({{ number_series(name, 'first_number', 'last_number') }}) as numbers
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

expected as (

    select literals.*
    from (
        values ('around_zero', -1), ('around_zero', 0), ('around_zero', 1), ('single', 5)
    ) as literals (bounds, number)

),

final as (

    select
        coalesce(expected.bounds, actual.bounds) as bounds,
        expected.number as expected_number,
        actual.number as actual_number
    from expected
    full outer join actual
        on expected.bounds = actual.bounds
        and expected.number = actual.number
    where expected.bounds is null or actual.bounds is null

)

select * from final
