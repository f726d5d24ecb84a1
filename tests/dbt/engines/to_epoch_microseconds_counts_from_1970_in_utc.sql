{# Finds moments whose number of microseconds since 1970 the macro to_epoch_microseconds rounds or moves.
   It matters for ids made of content. Resolve it in the engine's variant of the macro. #}
with

moments as (

    select literals.*
    from (
        values
        ('1970-01-01 00:00:00', 0),
        ('1970-01-01 00:00:00.000001', 1),
        ('1969-12-31 23:59:59.5', -500000),
        ('2023-03-26 01:30:00.417', 1679794200417000),
        ('2262-04-11 23:47:16.854775', 9223372036854775),
        (null, null)
    ) as literals (moment_text, expected)

),

final as (

    select
        moment_text,
        expected,
        {{ to_epoch_microseconds('cast(moment_text as ' ~ dbt.type_timestamp() ~ ')') }} as actual
    from moments

)

select * from final
where {{ differs('actual', 'expected') }}
