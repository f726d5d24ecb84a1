{# Finds texts in which the macro regex_like sees a match where there is none, or misses one. It
   matters when an engine reads patterns its own way. Resolve it in the engine's variant of the
   macro. #}
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{% set cases = [
    (text_literal('abc'), 'b', 'true'),
    (text_literal('abc'), '^b', 'false'),
    (text_literal('ABC'), 'b', 'false'),
    (text_literal(''), '^$', 'true'),
    (text_literal('7 items'), '^\\d+\\s\\w+$', 'true'),
    (text_literal('a.b'), 'a\\.b', 'true'),
    (text_literal('axb'), 'a\\.b', 'false'),
    (text_literal('C:\\new'), ':\\\\n', 'true'),
    (text_literal("it's"), "t's$", 'true'),
    (text_literal('5$'), '5\\$$', 'true'),
    (text_literal('a\nb'), '^a.b$', 'true'),
    (text_literal('ab\n'), 'b$', 'false'),
    (text_literal('ab\n'), '(b|c$)', 'true'),
    (text_literal('ab\n'), '(b$|c)', 'false'),
    (text_literal('é'), '^.$', 'true'),
    (no_text, 'a', 'null'),
] %}

with

final as (
    {%- for text, pattern, expected in cases %}

    select
        {{ loop.index }} as case_number,
        {{ regex_like(text, pattern) }} as actual,
        {{ expected }} as expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
where {{ differs('actual', 'expected') }}
