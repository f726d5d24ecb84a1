{# One row per person that any table of edX names by the id of their account. #}
{% set tables = [
    'auth_user',
    'auth_userprofile',
    'student_courseenrollment',
    'student_courseaccessrole',
    'student_anonymoususerid',
    'user_id_map',
    'certificates_generatedcertificate',
    'grades_persistentcoursegrade',
    'report_anon_ids',
    'courseware_studentmodule',
] %}

with

named_users as (

    {%- for table in tables %}

    select platform, user_id
    from {{ ref('stg_edx__' ~ table) }}
    where user_id is not null
    {%- if not loop.last %}

    union
    {%- endif %}
    {%- endfor %}

),

final as (

    select
        platform,
        user_id
    from named_users

)

select * from final
