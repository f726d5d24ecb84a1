{# Finds medians of the macro median that are one of the two numbers in the middle, are cut to whole
   numbers or count what is missing. It matters for peer scores. Resolve it in the macro. #}
with

numbers as (

    select literals.*
    from (
        values
        ('odd', 3),
        ('odd', 1),
        ('odd', 8),
        ('even', 10),
        ('even', 1),
        ('even', 2),
        ('even', 3),
        ('whole mean', 2),
        ('whole mean', 4),
        ('repeated', 5),
        ('repeated', 1),
        ('repeated', 1),
        ('negative', -1),
        ('negative', -2),
        ('single', 7),
        ('with gaps', null),
        ('with gaps', 0),
        ('with gaps', null),
        ('with gaps', 1),
        ('missing', null)
    ) as literals (group_name, number)

),

expected as (

    select literals.*
    from (
        values
        ('odd', 3e0),
        ('even', 2.5e0),
        ('whole mean', 3e0),
        ('repeated', 1e0),
        ('negative', -1.5e0),
        ('single', 7e0),
        ('with gaps', 0.5e0),
        ('missing', null)
    ) as literals (group_name, expected)

),

medians as (

    select
        group_name,
        {{ median('number') }} as actual,
        {{ median('number / 8e0') }} as actual_of_eighths
    from numbers
    group by group_name

),

final as (

    select
        expected.group_name,
        expected.expected,
        medians.actual,
        medians.actual_of_eighths
    from expected
    left join medians
        on expected.group_name = medians.group_name

)

select * from final
where
    {{ differs('actual', 'expected') }}
    or {{ differs('actual_of_eighths', 'expected / 8e0') }}
