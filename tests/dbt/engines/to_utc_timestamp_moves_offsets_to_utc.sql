{# Finds texts that the macro to_utc_timestamp reads as another moment, or refuses with an error
   instead of NULL. It matters for event times: a plain cast drops the offset. Resolve it in the
   engine's variant of the macro. #}
with

texts as (

    select literals.*
    from (
        values
        ('2020-01-01T03:04:05Z', '2020-01-01 03:04:05'),
        ('2020-01-01T03:04:05', '2020-01-01 03:04:05'),
        ('2020-01-01 03:04', '2020-01-01 03:04:00'),
        ('2020-01-01 03:04+02', '2020-01-01 01:04:00'),
        ('2020-01-01T03:04:05+02:00', '2020-01-01 01:04:05'),
        ('2020-01-01T03:04:05-0530', '2020-01-01 08:34:05'),
        ('2019-12-31T23:30:00-01', '2020-01-01 00:30:00'),
        ('2020-01-01T00:30:00.123456+01:00', '2019-12-31 23:30:00.123456'),
        ('2020-01-01T00:00:00.5Z', '2020-01-01 00:00:00.5'),
        ('2020-01-01T00:00:00.123456789Z', '2020-01-01 00:00:00.123456'),
        ('2020-02-29T00:00:00+00:00', '2020-02-29 00:00:00'),
        ('1900-01-01T00:00:00Z', '1900-01-01 00:00:00'),
        ('2019-02-29T00:00:00Z', null),
        ('2020-04-31T00:00:00Z', null),
        ('2020-13-01T00:00:00Z', null),
        ('2020-00-01T00:00:00Z', null),
        ('2020-01-01T24:00:00Z', null),
        ('2020-01-01T23:60:00Z', null),
        ('0000-01-01T00:00:00Z', null),
        ('2020-01-01', null),
        ('2020-1-1T00:00:00Z', null),
        ('1577836800', null),
        ('now', null),
        ('', null),
        (null, null)
    ) as literals (text, expected_text)

),

final as (

    select
        text,
        cast(expected_text as {{ dbt.type_timestamp() }}) as expected,
        {{ to_utc_timestamp('text') }} as actual
    from texts

)

select * from final
where {{ differs('actual', 'expected') }}
