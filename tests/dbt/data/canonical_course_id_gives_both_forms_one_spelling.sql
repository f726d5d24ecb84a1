{# Finds texts of which the macro canonical_course_id gives something else than the course id that they stand
   for. It matters wherever tables of edX that spell a course run differently meet. Resolve it in the macro, and in
   the loader's canonical_course_id, which follows the same rule. #}
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{% set cases = [
    ('course-v1:UniX+C1+R1', 'course-v1:UniX+C1+R1'),
    ('UniX/C1/R1', 'course-v1:UniX+C1+R1'),
    ('UniX/6.00.1-x/2T2017_2', 'course-v1:UniX+6.00.1-x+2T2017_2'),
    (' course-v1:UniX+C1+R1\n', 'course-v1:UniX+C1+R1'),
    ('\tUniX/C1/R1 ', 'course-v1:UniX+C1+R1'),
    ('ccx-v1:UniX+C1+R1+ccx@7', 'ccx-v1:UniX+C1+R1+ccx@7'),
    ('ccx-v1:UniX+C1+R1', none),
    ('course-v1:UniX+C1+R1+ccx@7', none),
    ('course-v1:UniX+C1', none),
    ('course-v1:UniX+C1+R1+R2', none),
    ('course-v1:UniX/C1/R1', none),
    ('UniX/C1', none),
    ('UniX/C1/R1/R2', none),
    ('Uni X/C1/R1', none),
    ('block-v1:UniX+C1+R1+type@problem+block@p', none),
    ('', none),
    (none, none),
] %}

with

final as (
    {%- for text, expected in cases %}

    select
        {{ loop.index }} as case_number,
        {{ canonical_course_id(no_text if text is none else text_literal(text)) }} as actual,
        {{ no_text if expected is none else text_literal(expected) }} as expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
where {{ differs('actual', 'expected') }}
