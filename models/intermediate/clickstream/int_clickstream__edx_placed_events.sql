{# One row per event of a tracking log: the course and the block that it is about. Many events say neither in
   so many words; then the first address or key counts that names one. #}
{%- set page = "case when is_request then plain_type else plain_page end" %}

with

events as (

    select * from {{ ref('int_clickstream__edx_typed_events') }}

),

-- An address may be written with escapes inside a payload, which itself may be text in a text.
plain_events as (

    select
        *,
        {{ edx_plain_url('event_type') }} as plain_type,
        {{ edx_plain_url('page_url') }} as plain_page,
        {{ edx_plain_url('context_path') }} as plain_path,
        {{ edx_plain_url('referrer_url') }} as plain_referrer,
        {{ edx_plain_url('payload') }} as plain_payload
    from events

),

course_events as (

    select
        *,
        coalesce(
            {{ canonical_course_id('context_course_id') }},
            {{ canonical_course_id('payload_course_id') }},
            {{ edx_course_of_url('plain_type') }},
            {{ edx_course_of_url('plain_page') }},
            {{ edx_course_of_url('plain_path') }},
            {{ edx_course_of_block('plain_type') }},
            {{ edx_course_of_block('plain_page') }},
            {{ edx_course_of_url('plain_referrer') }},
            {{ edx_course_of_block('plain_payload') }},
            {{ edx_course_of_url('plain_payload') }},
            {{ canonical_course_id(regex_extract('plain_payload', '"course_id": *\\[?"([^"]+)"')) }}
        ) as course_id
    from plain_events

),

-- Of a block's key in the older form only organisation and course are known.
course_parts as (

    select
        *,
        split_part(replace(course_id, 'course-v1:', ''), '+', 1) as organisation,
        split_part(replace(course_id, 'course-v1:', ''), '+', 2) as course_number,
        coalesce(context_course_id, '')
        || coalesce(payload_course_id, '')
        || coalesce(plain_type, '')
        || coalesce(plain_page, '') not like '%-v1:%'
            as has_old_keys,
        {{ regex_extract(page, '/courseware/[^/]+/([^/?#]+)') }} as sequence_name,
        {{ regex_extract(page, '/courseware/([^/?#]+)') }} as chapter_name,
        coalesce(
            case when {{ regex_like('payload_id', '^[^/:@+ -]+$') }} then payload_id end,
            {{ regex_extract('plain_payload', 'input_([0-9a-f]{32})_[0-9]+_[0-9]+') }}
        ) as bare_block_name
    from course_events

),

final as (

    select
        *,
        coalesce(
            {{ edx_block_key('payload_problem_id') }},
            {{ edx_block_key('payload_problem') }},
            {{ edx_block_key('payload_usage_key') }},
            {{ edx_block_key('payload_component_usage_id') }},
            {{ edx_block_key('payload_id') }},
            {{ edx_key_of_dashes('payload_id') }},
            {{ edx_block_key('payload_block_id') }},
            {{ edx_block_key('context_module') }},
            {{ edx_block_key('plain_type') }},
            {{ edx_key_of_dashes('plain_payload') }},
            {{ edx_block_key('plain_path') }},
            case
                when bare_block_name is not null and event_category in ('video', 'problem', 'navigation')
                    then {{ edx_key_of_name(
                        "case event_category when 'video' then 'video' when 'problem' then 'problem' else 'sequential' end",
                        'bare_block_name'
                    ) }}
            end,
            {{ edx_block_key('plain_page') }},
            {{ edx_block_key('plain_payload') }},
            {{ edx_key_of_name("'sequential'", 'sequence_name') }},
            {{ edx_key_of_name("'chapter'", 'chapter_name') }}
        ) as block_id,
        {{ edx_key_of_name("'chapter'", 'chapter_name') }} as chapter_id
    from course_parts

)

select * from final
