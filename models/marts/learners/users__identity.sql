with

persons as (

    select * from {{ ref('int_learners__edx_persons') }}

),

final as (

    select
        platform,
        user_id,
        username,
        email,
        full_name,
        first_name,
        last_name,
        mailing_address,
        city,
        goals,
        bio
    from persons

)

select * from final
