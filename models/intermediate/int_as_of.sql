{# One row per warehouse: the moment up to which its data speaks, in place of today's date. #}
{% set given_moment = "'" ~ var('as_of') ~ "'" if var('as_of', none) else 'null' %}

with

exports as (

    select snapshot_at from {{ ref('stg_landing__exports') }}

),

memberships as (

    select role_taken_at from {{ ref('stg_coursera__course_memberships') }}

),

active_dates as (

    select last_active_at from {{ ref('int_enrollments__active_dates') }}

),

moments as (

    select max(snapshot_at) as happened_at
    from exports

    union all

    select max(role_taken_at) as happened_at
    from memberships

    union all

    select max(last_active_at) as happened_at
    from active_dates

),

final as (

    select
        coalesce(
            cast({{ given_moment }} as {{ dbt.type_timestamp() }}), max(happened_at)
        ) as as_of_at
    from moments

)

select * from final
