{# One row per person, post of an edX forum, kind of reaction and value, as far as packages tell: votes for
   and against, reports that are open (1) or settled (0). #}
{% set reactions = [
    ('vote', 1, 'up_voters'),
    ('vote', -1, 'down_voters'),
    ('flag', 1, 'abuse_flaggers'),
    ('flag', 0, 'historical_abuse_flaggers'),
] %}

with

posts as (

    select
        platform,
        post_id,
        course_id,
        {{ json_text('votes', ['up']) }} as up_voters,
        {{ json_text('votes', ['down']) }} as down_voters,
        abuse_flaggers,
        historical_abuse_flaggers
    from {{ ref('int_discussions__edx_posts') }}

),

{% for kind, value, people in reactions -%}
{{ people }}_named as (

    {{ json_array_unnest('posts', ['platform', 'post_id', 'course_id'], people) }}

),

{% endfor -%}
final as (

    {%- for kind, value, people in reactions %}

    select
        platform,
        element_text as discussions_user_id,
        post_id,
        '{{ kind }}' as reaction_kind,
        course_id,
        {{ value }} as reaction_value
    from {{ people }}_named
    where element_text is not null
    group by platform, element_text, post_id, course_id
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

)

select * from final
