{# Finds texts that the macro byte_order puts where a dictionary would. It matters for ties: engines
   must break them alike. Resolve it in the engine's variant of the macro. #}
with

texts as (

    select literals.*
    from (
        values ('B', 2), ('a', 4), ('é', 6), ('_', 3), ('b', 5), ('', 1)
    ) as literals (text, expected_place)

),

final as (

    select
        text,
        expected_place,
        row_number() over (order by {{ byte_order('text') }} asc) as actual_place
    from texts

)

select * from final
where actual_place <> expected_place
