{# Finds dates that the macro calendar_dates leaves out or adds. It matters when an engine's series differs:
   daily marts would lack days. Resolve it in the engine's variant of the macro. #}
with

leap_day as (

    select
        cast('2020-02-28' as date) as first_date,
        cast('2020-03-01' as date) as last_date

),

single_day as (

    select
        cast('2021-12-31' as date) as first_date,
        cast('2021-12-31' as date) as last_date

),

reversed_days as (

    select
        cast('2020-02-02' as date) as first_date,
        cast('2020-02-01' as date) as last_date

),

unknown_days as (

    select
        cast(null as date) as first_date,
        cast('2020-02-01' as date) as last_date

),

actual as (

    {% for bounds in ['leap_day', 'single_day', 'reversed_days', 'unknown_days'] -%}
    select
        '{{ bounds }}' as bounds,
        dates.calendar_date
    from ({{ calendar_dates(bounds, 'first_date', 'last_date') }}) as dates
    {% if not loop.last -%} union all {% endif %}
    {% endfor %}

),

expected as (

    select
        'leap_day' as bounds,
        cast('2020-02-28' as date) as calendar_date

    union all

    select
        'leap_day' as bounds,
        cast('2020-02-29' as date) as calendar_date

    union all

    select
        'leap_day' as bounds,
        cast('2020-03-01' as date) as calendar_date

    union all

    select
        'single_day' as bounds,
        cast('2021-12-31' as date) as calendar_date

),

final as (

    select
        coalesce(expected.bounds, actual.bounds) as bounds,
        expected.calendar_date as expected_date,
        actual.calendar_date as actual_date
    from expected
    full outer join actual
        on expected.bounds = actual.bounds
        and expected.calendar_date = actual.calendar_date
    where expected.bounds is null or actual.bounds is null

)

select * from final
