{# One row per UTC date from the first membership in any course to the day up to which the data speaks. #}
with

memberships as (

    select role_taken_at from {{ ref('stg_coursera__course_memberships') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

first_memberships as (

    select min(role_taken_at) as first_role_taken_at
    from memberships

),

bounds as (

    select
        cast(first_memberships.first_role_taken_at as date) as first_date,
        cast(as_of.as_of_at as date) as last_date
    from first_memberships
    cross join as_of

),

final as (

    {{ calendar_dates('bounds', 'first_date', 'last_date') }}

)

select * from final
