{# Finds lists of the macro joined_texts that lack a text, hold a missing one or stand in another
   order. It matters for the samples of data_quality. Resolve it in the engine's variant of the
   macro. #}
with

texts as (

    select literals.*
    from (
        values
        ('ordered', 3, 'c'),
        ('ordered', 1, 'b'),
        ('ordered', 2, 'a'),
        ('with gaps', 1, null),
        ('with gaps', 2, ''),
        ('with gaps', 3, 'z'),
        ('repeated', 2, 'x'),
        ('repeated', 1, 'x'),
        ('missing', 1, null)
    ) as literals (list_name, place, text)

),

expected as (

    select literals.*
    from (
        values
        ('ordered', 'b; a; c'),
        ('with gaps', '; z'),
        ('repeated', 'x; x'),
        ('missing', null)
    ) as literals (list_name, expected)

),

lists as (

    select
        list_name,
        {{ joined_texts('text', '; ', 'place') }} as actual
    from texts
    group by list_name

),

final as (

    select
        expected.list_name,
        expected.expected,
        lists.actual
    from expected
    left join lists
        on expected.list_name = lists.list_name

)

select * from final
where {{ differs('actual', 'expected') }}
