{# One row per course and UTC date with a membership row: by how many persons each state grew that day. #}
with

state_changes as (

    select * from {{ ref('int_enrollments__state_changes') }}

),

final as (

    select
        platform,
        course_id,
        calendar_date,
        {{ state_change_sum('enrolled') }} as enrolled_change_count,
        {{ state_change_sum('pre_enrolled') }} as pre_enrolled_change_count,
        {{ state_change_sum('browser') }} as browser_change_count,
        {{ state_change_sum('unenrolled') }} as unenrolled_change_count,
        {{ state_change_sum('staff') }} as staff_change_count,
        {{ state_change_sum('enrolled', "payment_state = 'payment'") }}
            as paid_enrolled_change_count,
        {{ state_change_sum('enrolled', "payment_state = 'financial_aid'") }}
            as financial_aid_enrolled_change_count,
        {{ state_change_sum('enrolled', "payment_state = 'group_sponsored'") }}
            as group_sponsored_enrolled_change_count,
        {{ state_change_sum('enrolled', "payment_state = 'audit'") }}
            as audit_enrolled_change_count
    from state_changes
    group by platform, course_id, calendar_date

)

select * from final
