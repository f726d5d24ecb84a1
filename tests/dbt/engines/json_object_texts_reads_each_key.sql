{# Finds JSON texts in which the macro json_object_texts reads something else than what stands under a key. It
   matters for the payloads of events. Resolve it in the engine's variant of the macro. #}
{% set cases = [
    ('{"item_id": "x", "timecode": "12.5"}', true, "'x'", "'12.5'"),
    ('{"item_id": "x", "timecode": 12.5}', true, "'x'", "'12.5'"),
    ('{"timecode": true, "other": {"item_id": "y"}}', true, 'null', "'true'"),
    ('{"item_id": "", "timecode": null}', true, 'null', 'null'),
    ('{"item_id": "null"}', true, "'null'", 'null'),
    (' {"item_id": "\\"\\\\\\u00e9\\n"}', true, text_literal('"\\é\n'), 'null'),
    ('{"Item_id": "x"}', true, 'null', 'null'),
    ('{}', true, 'null', 'null'),
    ('[{"item_id": "x"}]', false, 'null', 'null'),
    ('"item_id"', false, 'null', 'null'),
    ('null', false, 'null', 'null'),
    ('{"item_id": "x"', false, 'null', 'null'),
    ('{"item_id": "x"} {', false, 'null', 'null'),
    ('x', false, 'null', 'null'),
    ('', false, 'null', 'null'),
    (none, none, 'null', 'null'),
] %}

with

texts as (
    {%- for payload, is_object, item_id, timecode in cases %}

    select
        {{ loop.index }} as case_number,
        cast(
            {{ 'null' if payload is none else text_literal(payload) }} as {{ dbt.type_string() }}
        ) as payload,
        cast({{ 'null' if is_object is none else is_object }} as {{ dbt.type_boolean() }}) as is_object,
        {{ item_id }} as item_id,
        {{ timecode }} as timecode
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    {{ json_object_texts('texts', 'payload', ['item_id', 'timecode']) }}

)

select * from final
where
    {{ differs('payload_is_object', 'is_object') }}
    or {{ differs('payload_item_id', 'item_id') }}
    or {{ differs('payload_timecode', 'timecode') }}
