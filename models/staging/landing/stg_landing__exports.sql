{# One row per loaded export: where it came from and when its snapshot was taken. #}
with

exports as (

    select * from {{ source('landing', 'exports') }}

),

final as (

    select
        export_id,
        platform,
        id_mode,
        snapshot_at
    from exports

)

select * from final
