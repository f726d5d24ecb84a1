{# Finds texts that the macro json_valid takes for JSON though they are none, or the reverse. It
   matters before any value is read from them. Resolve it in the engine's variant of the macro. #}
with

texts as (

    select literals.*
    from (
        values
        ('{"a": 1}', true),
        ('[]', true),
        ('"a"', true),
        ('null', true),
        ('-1.5e3', true),
        ('{"a": 1', false),
        ('{"a": 1} x', false),
        ('{"a": 1} {}', false),
        ('1, 2', false),
        ('1, "b": 2', false),
        ('1]', false),
        ('{a: 1}', false),
        ({{ text_literal("{'a': 1}") }}, false),
        ('[01]', false),
        ('x', false),
        ('', false),
        (null, null)
    ) as literals (text, expected)

),

final as (

    select
        text,
        expected,
        {{ json_valid('text') }} as actual
    from texts

)

select * from final
where {{ differs('actual', 'expected') }}
