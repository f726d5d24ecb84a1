{# Finds numbers that lose digits in the type that the macro type_double gives: floating point
   numbers of 4 bytes keep only seven. It matters for every fraction. Resolve it in the engine's
   variant of the macro. #}
with

numbers as (

    select literals.*
    from (values ('0.123456789012345', '0.1234568'), ('16777217', '16777216')) as literals (
        text, nearest_of_four_bytes
    )

),

final as (

    select
        text,
        cast(text as {{ type_double() }}) as actual,
        cast(nearest_of_four_bytes as {{ type_double() }}) as nearest_of_four_bytes
    from numbers

)

select * from final
where
    abs(actual - nearest_of_four_bytes) < 0.00000000000001
    or abs(actual * 3 / 3 - actual) > 0.00000000000001
