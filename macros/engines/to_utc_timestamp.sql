{# The UTC timestamp of an ISO 8601 text: date, T or a blank, time to the minute or finer, then Z,
   an offset or nothing, which means UTC. Digits after the microsecond are cut off. NULL where the
   text names no real moment. #}
{% macro to_utc_timestamp(text) -%}
    {%- set pattern = [
        '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)',
        '-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])',
        '[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?',
        '(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?$',
    ] | join -%}
    {%- set to_microseconds = regex_replace(text, '([.][0-9]{6})[0-9]+', '\\1') -%}
    case
        when {{ regex_like(text, pattern) }}
            then {{ adapter.dispatch('utc_timestamp_of', 'coursehouse')(to_microseconds) }}
    end
{%- endmacro %}

{% macro default__utc_timestamp_of(text) -%}
    try_cast({{ text }} as timestamp with time zone) at time zone 'UTC'
{%- endmacro %}

{# It knows no cast that gives up quietly: the 31st of a shorter month is found by counting from its
   first. #}
{% macro postgres__utc_timestamp_of(text) -%}
    {%- set first_of_month = "to_date(left(" ~ text ~ ", 7), 'YYYY-MM')" -%}
    {%- set day_of_month = "cast(substring(" ~ text ~ " from 9 for 2) as integer)" -%}
    case extract(day from {{ first_of_month }} + {{ day_of_month }} - 1)
        when {{ day_of_month }}
            then cast(
                {{ text }}
                || case when {{ text }} ~ '(Z|[+-][0-9:]+)$' then '' else 'Z' end
                as timestamp with time zone
            ) at time zone 'UTC'
    end
{%- endmacro %}

{# It knows no offset after the minute. #}
{% macro spark__utc_timestamp_of(text) -%}
    try_cast({{ regex_replace(text, '^(.{16})(Z|[+-]|$)', '\\1:00\\2') }} as timestamp)
{%- endmacro %}
