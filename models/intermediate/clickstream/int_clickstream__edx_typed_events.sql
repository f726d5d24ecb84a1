{# One row per event of a tracking log: what its payload and its context say, and its kind under one name. #}
{%- set payload_keys = [
    'id',
    'code',
    'currentTime',
    'current_time',
    'old_time',
    'new_time',
    'new_speed',
    'duration',
    'course_id',
    'user_id',
    'problem_id',
    'problem',
    'usage_key',
    'component_usage_id',
    'block_id',
    'location',
    'mode',
] %}
{%- set context_keys = ['course_id', 'user_id', 'path', 'received_at', 'module'] %}
{%- set posted_values = regex_like('texts.payload', '"POST": *[{] *[^} ]') %}

with

events as (

    select * from {{ ref('stg_edx__tracking_log_events') }}

),

read_payloads as (

    {{ json_object_texts('events', 'payload', payload_keys) }}

),

read_contexts as (

    {{ json_object_texts('read_payloads', 'context', context_keys) }}

),

-- Before November 2013 events name the account, but no id.
accounts as (

    select
        username,
        max(user_id) as account_user_id
    from {{ ref('stg_edx__auth_user') }}
    where username is not null
    group by username
    having count(distinct user_id) = 1

),

final as (

    select
        texts.*,
        accounts.account_user_id,
        coalesce(types.canonical_type, names.canonical_type, nullif(texts.event_name, ''), texts.event_type)
            as canonical_type,
        coalesce(types.event_category, names.event_category) as event_category,
        coalesce(types.redundancy_class, names.redundancy_class) as redundancy_class,
        coalesce(types.canonical_source, names.canonical_source) as canonical_source,
        coalesce(types.event_type, names.event_type) is not null as is_known_type,
        coalesce(texts.event_type like '/%', false) as is_request,
        coalesce({{ posted_values }}, false) as has_posted_values,
        -- What logs write of requests is cut after 512 characters.
        texts.payload_form = 'string' and texts.payload <> '' and not texts.payload_is_object as is_no_object,
        {{ to_utc_timestamp('texts.context_received_at') }} as received_at,
        cast(coalesce(texts.event_at, texts.log_date) as date) as event_date
    from read_contexts as texts
    left join accounts
        on texts.username = accounts.username
        and texts.context_user_id is null
    left join {{ ref('edx_event_types') }} as types
        on texts.event_type = types.event_type
    left join {{ ref('edx_event_types') }} as names
        on texts.event_name = names.event_type

)

select * from final
