{# Finds spans of time that the macro seconds_between cuts, rounds or turns round. It matters for
   durations. Resolve it in the engine's variant of the macro. #}
with

spans as (

    select literals.*
    from (
        values
        ('2020-01-01 00:00:00', '2020-01-01 00:00:00', 0e0),
        ('2020-01-01 00:00:00', '2020-01-01 00:01:30.5', 90.5e0),
        ('2020-01-01 00:00:01.9', '2020-01-01 00:00:02.1', 0.2e0),
        ('2020-01-02 00:00:00', '2020-01-01 23:59:59.999999', -0.000001e0),
        ('2020-02-28 00:00:00', '2020-03-01 00:00:00', 172800e0),
        ('2020-03-29 00:00:00', '2020-03-30 00:00:00', 86400e0),
        ('1969-12-31 23:59:59', '1970-01-01 00:00:01', 2e0),
        ('2020-01-01 00:00:00', null, null),
        (null, '2020-01-01 00:00:00', null)
    ) as literals (first_text, last_text, expected)

),

timestamps as (

    select
        cast(first_text as {{ dbt.type_timestamp() }}) as first_at,
        cast(last_text as {{ dbt.type_timestamp() }}) as last_at,
        expected
    from spans

),

final as (

    select
        first_at,
        last_at,
        expected,
        {{ seconds_between('first_at', 'last_at') }} as actual
    from timestamps

)

select * from final
where {{ differs('actual', 'expected') }}
