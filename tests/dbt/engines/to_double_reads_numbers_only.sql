{# Finds texts that the macro to_double reads as another number, or refuses with an error instead of
   NULL. It matters where a column of text holds numbers and more. Resolve it in the macro. #}
with

texts as (

    select literals.*
    from (
        values
        ('0', 0e0),
        ('-12.5', -12.5e0),
        ('+7', 7e0),
        ('.5', 0.5e0),
        ('5.', 5e0),
        ('1e3', 1000e0),
        ('1.25E-2', 0.0125e0),
        ('0.1234567890123', 0.1234567890123e0),
        ('1e999', null),
        ('1,5', null),
        ('NaN', null),
        ('Infinity', null),
        ('1.0d', null),
        ('1 ', null),
        ('', null),
        ('.', null),
        ('x', null),
        (null, null)
    ) as literals (text, expected)

),

final as (

    select
        text,
        expected,
        {{ to_double('text') }} as actual
    from texts

)

select * from final
where {{ differs('actual', 'expected') }}
