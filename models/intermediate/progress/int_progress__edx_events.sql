{# One row per learner, item of an edX course run and event that its state tells of: it was started when
   the state was made, and completed at the last change if it has points. Without points nothing says that
   a block is done. #}
with

states as (

    select * from {{ ref('int_progress__edx_item_states') }}

),

final as (

    select
        platform,
        user_id,
        course_id,
        item_id,
        cast(1 as {{ dbt.type_bigint() }}) as progress_state_id,
        created_at as progressed_at
    from states

    union all

    select
        platform,
        user_id,
        course_id,
        item_id,
        cast(2 as {{ dbt.type_bigint() }}) as progress_state_id,
        modified_at as progressed_at
    from states
    where points is not null

)

select * from final
