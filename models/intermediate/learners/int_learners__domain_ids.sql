{# One row per platform, id domain and id of a person in that domain whose main user id is known: persons of
   linked exports and of edX, where one id stands everywhere. The only place where two id domains meet. Isolated
   exports give no row: their domains must never be joined. #}
{% set learner_tables = {
    'assessments': ['assessment_actions'],
    'demographics': ['demographics_answers'],
    'discussions': [
        'discussion_answer_flags',
        'discussion_answer_votes',
        'discussion_answers',
        'discussion_question_flags',
        'discussion_question_followings',
        'discussion_question_votes',
        'discussion_questions',
    ],
    'ecb': ['ecb_evaluation_requests'],
    'feedback': [
        'feedback_course_comments',
        'feedback_course_ratings',
        'feedback_item_comments',
        'feedback_item_ratings',
    ],
    'peer_assignments': ['peer_comments', 'peer_reviews', 'peer_skips', 'peer_submissions'],
    'programming_assignments': ['programming_submissions'],
} %}

{{ config(materialized='table') }}

with

linked_exports as (

    select export_id from {{ ref('stg_landing__exports') }}
    where id_mode = 'linked'

),

domain_rows as (

    {%- for id_domain, tables in learner_tables.items() %}
    {%- set outer_loop = loop %}
    {%- for table in tables %}

    select
        platform,
        '{{ id_domain }}' as id_domain,
        {{ id_domain }}_user_id as domain_user_id,
        _export_id
    from {{ ref('stg_coursera__' ~ table) }}
    {%- if not (loop.last and outer_loop.last) %}

    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}

),

edx_user_ids as (

    select platform, user_id
    from {{ ref('int_learners__edx_user_ids') }}

    union

    -- Who only ever wrote in a forum is known by it alone.
    select
        platform,
        discussions_user_id as user_id
    from {{ ref('stg_edx__forum_contents') }}
    where discussions_user_id is not null

),

final as (

    select
        domain_rows.platform,
        domain_rows.id_domain,
        domain_rows.domain_user_id,
        domain_rows.domain_user_id as user_id
    from domain_rows
    inner join linked_exports
        on domain_rows._export_id = linked_exports.export_id
    where domain_rows.domain_user_id is not null
    group by
        domain_rows.platform,
        domain_rows.id_domain,
        domain_rows.domain_user_id
    {%- for id_domain in learner_tables %}

    union all

    select
        platform,
        '{{ id_domain }}' as id_domain,
        user_id as domain_user_id,
        user_id
    from edx_user_ids
    {%- endfor %}

)

select * from final
