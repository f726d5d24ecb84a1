{# Finds elements of JSON lists that the macro json_array_unnest leaves out, adds or numbers
   otherwise. It matters for events that carry lists. Resolve it in the engine's variant of the
   macro. #}
with

lists as (

    select literals.*
    from (
        values
        ('texts', 1, '["b", "a", "b"]'),
        ('kinds', 2, '[1, true, null, ""]'),
        ('comma', 3, '["a, b"]'),
        ('empty', 4, '[]'),
        ('object', 5, '{"a": ["b"]}'),
        ('text', 6, '"[1]"'),
        ('broken', 7, '["a"'),
        ('two', 10, '["a"] ["b"]'),
        ('blank', 8, ''),
        ('missing', 9, null)
    ) as literals (list_name, list_id, list)

),

expected as (

    select literals.*
    from (
        values
        ('texts', 1, 1, 'b'),
        ('texts', 1, 2, 'a'),
        ('texts', 1, 3, 'b'),
        ('kinds', 2, 1, '1'),
        ('kinds', 2, 2, 'true'),
        ('kinds', 2, 3, null),
        ('kinds', 2, 4, ''),
        ('comma', 3, 1, 'a, b')
    ) as literals (list_name, list_id, element_number, element_text)

),

actual as (

    {{ json_array_unnest('lists', ['list_name', 'list_id'], 'list') }}

),

final as (

    select
        coalesce(expected.list_name, actual.list_name) as list_name,
        actual.list_id,
        actual.element_number,
        expected.element_text as expected_text,
        actual.element_text as actual_text
    from expected
    full outer join actual
        on expected.list_name = actual.list_name
        and expected.list_id = actual.list_id
        and expected.element_number = actual.element_number
    where
        expected.list_name is null
        or actual.list_name is null
        or {{ differs('actual.element_text', 'expected.element_text') }}

)

select * from final
