{# Finds moments that the macro from_epoch_ms misses by an hour or a millisecond. It matters for
   event times. Resolve it in the engine's variant of the macro. #}
with

moments as (

    select literals.*
    from (
        values
        (0, '1970-01-01 00:00:00'),
        (1502409600000, '2017-08-11 00:00:00'),
        (1502409600123, '2017-08-11 00:00:00.123'),
        (-1, '1969-12-31 23:59:59.999'),
        (4102444799999, '2099-12-31 23:59:59.999'),
        (null, null)
    ) as literals (milliseconds, expected_text)

),

final as (

    select
        milliseconds,
        cast(expected_text as {{ dbt.type_timestamp() }}) as expected,
        {{ from_epoch_ms('milliseconds') }} as actual
    from moments

)

select * from final
where {{ differs('actual', 'expected') }}
