{# Finds texts that the macro to_integer reads as another number, or refuses with an error instead
   of NULL. It matters where a column of text holds numbers and more. Resolve it in the macro. #}
with

texts as (

    select literals.*
    from (
        values
        ('0', 0),
        ('-12', -12),
        ('+7', 7),
        ('007', 7),
        ('999999999999999999', 999999999999999999),
        ('9999999999999999999', null),
        ('1.0', null),
        ('2.5', null),
        ('1e3', null),
        ('1_000', null),
        (' 1', null),
        ({{ text_literal('1\n') }}, null),
        ('', null),
        ('-', null),
        ('x', null),
        ('٣', null),
        (null, null)
    ) as literals (text, expected)

),

final as (

    select
        text,
        expected,
        {{ to_integer('text') }} as actual
    from texts

)

select * from final
where {{ differs('actual', 'expected') }}
