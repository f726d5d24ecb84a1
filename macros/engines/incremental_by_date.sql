{# The settings of a model that is built date by date. Each of its rows carries _delivery, its last column:
   the fingerprint of what its date was built from. deliveries: the model that has a row per date with the
   fingerprint to expect (delivery_column). Before a run the rows of dates that are no longer delivered so
   are taken out; the model adds the dates that it lacks (deliveries_to_build). Nothing else is written
   down, so a run that fails half-way is made good by the next. #}
{% macro incremental_by_date(deliveries, delivery_column='delivery') -%}
    {%- do config(
        materialized='incremental',
        incremental_strategy=adapter.dispatch('incremental_by_date', 'coursehouse')(),
        partition_by=['_delivery'],
        on_schema_change='fail',
        pre_hook="{{ forget_old_deliveries('" ~ deliveries ~ "', '" ~ delivery_column ~ "') }}",
        post_hook="{{ count_values() }}"
    ) -%}
{%- endmacro %}

{% macro default__incremental_by_date() -%}
    {{ return('append') }}
{%- endmacro %}

{# It alone has partitions. They are the dates' deliveries and not the dates, because partition columns
   stand last in a table and keys stand first in ours. #}
{% macro spark__incremental_by_date() -%}
    {{ return('insert_overwrite') }}
{%- endmacro %}


{# The statement that takes out of the model's table what is no longer delivered; nothing where the table
   is made anew. #}
{% macro forget_old_deliveries(deliveries, delivery_column) -%}
    {%- set relation = ref(deliveries) -%}
    {%- if is_incremental() -%}
        {{ adapter.dispatch('forget_old_deliveries', 'coursehouse')(relation, delivery_column) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__forget_old_deliveries(deliveries, delivery_column) -%}
    delete from {{ this }}
    where _delivery not in (select {{ delivery_column }} from {{ deliveries }})
{%- endmacro %}

{# Files without a transaction log: rows go by whole partitions. #}
{% macro spark__forget_old_deliveries(deliveries, delivery_column) -%}
    {%- set old_deliveries = run_query(
        'select distinct _delivery from ' ~ this
        ~ ' where _delivery not in (select ' ~ delivery_column ~ ' from ' ~ deliveries ~ ')'
    ).columns[0].values() -%}
    {%- if old_deliveries -%}
        alter table {{ this }} drop if exists
        {%- for delivery in old_deliveries %}
        partition (_delivery = '{{ delivery }}'){{ ',' if not loop.last }}
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}


{# The statement that lets the engine learn what the table holds, where it does not do so as it writes. #}
{% macro count_values() -%}
    {{ adapter.dispatch('count_values', 'coursehouse')() }}
{%- endmacro %}

{% macro default__count_values() -%}
{%- endmacro %}

{# Without it the models that read the table in the same run take it for nearly empty and join row by row. #}
{% macro postgres__count_values() -%}
    analyze {{ this }}
{%- endmacro %}
