with

heartbeat_counts as (

    select * from {{ ref('int_clickstream__heartbeat_counts') }}

),

sums as (

    select
        platform,
        course_id,
        country_cd,
        cast(sum(anchored_play_count) as {{ dbt.type_bigint() }}) as anchored_play_count,
        cast(sum(expected_heartbeat_count) as {{ dbt.type_bigint() }}) as expected_heartbeat_count,
        cast(sum(received_heartbeat_count) as {{ dbt.type_bigint() }}) as received_heartbeat_count
    from heartbeat_counts
    group by platform, course_id, country_cd

),

final as (

    select
        platform,
        course_id,
        country_cd,
        anchored_play_count,
        expected_heartbeat_count,
        received_heartbeat_count,
        1 - {{ safe_divide('received_heartbeat_count', 'expected_heartbeat_count') }}
            as estimated_loss_fraction
    from sums

)

select * from final
