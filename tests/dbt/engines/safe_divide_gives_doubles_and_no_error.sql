{# Finds quotients of the macro safe_divide that are cut to whole numbers, rounded or infinite. It
   matters for every fraction. Resolve it in the macro. #}
with

quotients as (

    select literals.*
    from (
        values
        (1, 2, 0.5e0),
        (5, 2, 2.5e0),
        (-1, 4, -0.25e0),
        (0, 3, 0e0),
        (2, 3, 0.6666666666666666e0),
        (1, 0, null),
        (0, 0, null),
        (null, 1, null),
        (1, null, null)
    ) as literals (numerator, denominator, expected)

),

final as (

    select
        numerator,
        denominator,
        expected,
        {{ safe_divide('numerator', 'denominator') }} as actual,
        {{ safe_divide('numerator + 1', 'denominator + 1') }} as actual_of_sums,
        (numerator + 1) * 1e0 / nullif(denominator + 1, 0) as expected_of_sums
    from quotients

)

select * from final
where
    {{ differs('actual', 'expected') }}
    or {{ differs('actual_of_sums', 'expected_of_sums') }}
