{# Finds texts in which the macro regex_replace leaves a match standing or writes something else in
   its place. It matters when addresses are brought to one spelling. Resolve it in the engine's
   variant of the macro. #}
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{% set cases = [
    (text_literal('a-b-c'), '-', '+', "'a+b+c'"),
    (text_literal('abc'), 'x', 'y', "'abc'"),
    (text_literal('a  b'), '\\s+', '', "'ab'"),
    (text_literal('i4x://org'), '^i4x://(\\w+)$', 'block:\\1', "'block:org'"),
    (text_literal('ab'), '(a)(b)', '\\2\\1', "'ba'"),
    (text_literal('5 euro'), ' euro', '$', "'5$'"),
    (text_literal('x'), 'x', '$1', "'$1'"),
    (text_literal("it's"), "'", "''", text_literal("it''s")),
    (text_literal('a\nb'), 'a.b', 'c', "'c'"),
    (text_literal(''), 'a', 'b', "''"),
    (no_text, 'a', 'b', 'null'),
] %}

with

final as (
    {%- for text, pattern, replacement, expected in cases %}

    select
        {{ loop.index }} as case_number,
        {{ regex_replace(text, pattern, replacement) }} as actual,
        {{ expected }} as expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
where {{ differs('actual', 'expected') }}
