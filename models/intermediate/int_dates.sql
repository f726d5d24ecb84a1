{# One row per UTC date from the first membership in any course to the day up to which the data speaks. #}
with

membership_periods as (

    select valid_from from {{ ref('int_enrollments__membership_periods') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

first_memberships as (

    select min(valid_from) as first_valid_from
    from membership_periods

),

bounds as (

    select
        cast(first_memberships.first_valid_from as date) as first_date,
        cast(as_of.as_of_at as date) as last_date
    from first_memberships
    cross join as_of

),

final as (

    {{ calendar_dates('bounds', 'first_date', 'last_date') }}

)

select * from final
