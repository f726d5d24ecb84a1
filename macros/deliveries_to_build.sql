{# A query with the rows of deliveries (one per date) that the model's table does not hold yet;
   all of them where the table is made anew, or in a unit test that gives no rows of it (this). #}
{% macro deliveries_to_build(deliveries, delivery_column='delivery') -%}
    select deliveries.*
    from {{ deliveries }} as deliveries
    {%- if this and is_incremental() %}
    left join (
        select _delivery
        from {{ this }}
        group by _delivery
    ) as built_deliveries
        on deliveries.{{ delivery_column }} = built_deliveries._delivery
    where built_deliveries._delivery is null
    {%- endif %}
{%- endmacro %}
