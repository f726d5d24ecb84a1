{# Finds results of the macro rounded that keep the noise of adding doubles, or lose digits before the
   twelfth decimal. It matters for statistics that may be 0. Resolve it in the macro. #}
with

numbers as (

    select literals.*
    from (
        values
        (1.1102230246251565e-16, 0e0),
        (-2.5e-17, 0e0),
        (0.1e0 + 0.2e0 - 0.3e0, 0e0),
        (0.333333333333333e0, 0.333333333333e0),
        (-0.6666666666666e0, -0.666666666667e0),
        (123.5e0, 123.5e0),
        (null, null)
    ) as literals (number, expected)

),

final as (

    select
        number,
        expected,
        {{ rounded('cast(number as ' ~ type_double() ~ ')') }} as actual
    from numbers

)

select * from final
where {{ differs('actual', 'expected') }}
