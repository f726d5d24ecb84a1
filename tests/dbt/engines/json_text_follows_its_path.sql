{# Finds JSON texts in which the macro json_text reads something else than what stands at the path.
   It matters for the payloads of events. Resolve it in the engine's variant of the macro. #}
{% set event = text_literal(
    '{"a": {"b c": "x", "d.e": "y"}, "f": [10, "z"], "g": null, "h": true}'
) %}
{% set escapes = text_literal('{"a": "\\"\\\\\\u00e9\\n"}') %}
{% set cases = [
    (event, ['a', 'b c'], "'x'"),
    (event, ['a', 'd.e'], "'y'"),
    (event, ['f', 0], "'10'"),
    (event, ['f', 1], "'z'"),
    (event, ['f', 2], 'null'),
    (event, ['g'], 'null'),
    (event, ['h'], "'true'"),
    (event, ['i'], 'null'),
    (event, ['a', 'i', 'j'], 'null'),
    (text_literal('{"a": ""}'), ['a'], "''"),
    (text_literal('{"a": "null"}'), ['a'], "'null'"),
    (escapes, ['a'], text_literal('"\\é\n')),
    (text_literal('{"a": "x"'), ['a'], 'null'),
    (text_literal('{"a": "x"} {'), ['a'], 'null'),
    (text_literal('x'), ['a'], 'null'),
    (text_literal(''), ['a'], 'null'),
    (text_literal('[{"a": "x"}]'), [0, 'a'], "'x'"),
    ('cast(null as ' ~ dbt.type_string() ~ ')', ['a'], 'null'),
] %}

with

texts as (
    {%- for text, path, expected in cases %}

    select
        {{ loop.index }} as case_number,
        {{ text }} as text,
        {{ expected }} as expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        case_number,
        text,
        expected,
        case case_number
            {%- for text, path, expected in cases %}
            when {{ loop.index }} then {{ json_text('text', path) }}
            {%- endfor %}
        end as actual
    from texts

)

select * from final
where {{ differs('actual', 'expected') }}
