{# One row per learner and team. #}
with

current_rows as (

    {{ one_row_per_key(source('edx', 'teams_membership'), ['file_course_id', 'id']) }}

),

final as (

    select
        'edx' as platform,
        cast(id as {{ dbt.type_string() }}) as team_membership_id,
        cast(user_id as {{ dbt.type_string() }}) as user_id,
        cast(team_id as {{ dbt.type_string() }}) as team_id,
        file_course_id as course_id,
        date_joined as joined_at,
        _export_id,
        _source_file,
        _row_number
    from current_rows

)

select * from final
