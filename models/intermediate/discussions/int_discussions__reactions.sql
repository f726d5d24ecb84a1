{# One row per person, post and kind of reaction (vote, flag, following): what the person said of it last. #}
{% set tables = [
    ('vote', 'discussion_question_votes', 'discussion_question_id', 'vote_value', 'voted_at'),
    ('vote', 'discussion_answer_votes', 'discussion_answer_id', 'vote_value', 'voted_at'),
    ('flag', 'discussion_question_flags', 'discussion_question_id', 'is_flagged', 'flagged_at'),
    ('flag', 'discussion_answer_flags', 'discussion_answer_id', 'is_flagged', 'flagged_at'),
    (
        'following',
        'discussion_question_followings',
        'discussion_question_id',
        'is_following',
        'followed_at',
    ),
] %}

with

changes as (

    {%- for kind, table, post_id, value, reacted_at in tables %}

    select
        platform,
        discussions_user_id,
        {{ post_id }} as post_id,
        '{{ kind }}' as reaction_kind,
        course_id,
        {% if kind == 'vote' -%}
        {{ value }}
        {%- else -%}
        case when {{ value }} then 1 else 0 end
        {%- endif %} as reaction_value,
        {{ reacted_at }} as reacted_at,
        _row_number
    from {{ ref('stg_coursera__' ~ table) }}

    union all
    {%- endfor %}

    select
        platform,
        discussions_user_id,
        post_id,
        reaction_kind,
        course_id,
        reaction_value,
        cast(null as {{ dbt.type_timestamp() }}) as reacted_at,
        -- Who reports a post again after a first report was settled has reported it.
        reaction_value as _row_number
    from {{ ref('int_discussions__edx_reactions') }}

),

-- Exports of 2023 no longer say when a thread was followed: a row without a time is newer than any with one.
-- Packages of edX never tell times.
ranked_changes as (

    select
        platform,
        discussions_user_id,
        post_id,
        reaction_kind,
        course_id,
        reaction_value,
        reacted_at,
        min(reacted_at) over (
            partition by platform, discussions_user_id, post_id, reaction_kind
        ) as first_reacted_at,
        row_number() over (
            partition by platform, discussions_user_id, post_id, reaction_kind
            order by reacted_at desc nulls first, _row_number desc
        ) as recency_rank
    from changes

),

final as (

    select
        platform,
        discussions_user_id,
        post_id,
        reaction_kind,
        course_id,
        reaction_value,
        first_reacted_at,
        reacted_at as last_reacted_at
    from ranked_changes
    where recency_rank = 1

)

select * from final
