{# A text in which the signs of addresses and keys that browsers escape stand for themselves. #}
{% macro edx_plain_url(text) -%}
    {%- set plain = namespace(text=text) -%}
    {%- for escaped, sign in [
        ('%2F', '/'), ('%2f', '/'), ('%2B', '+'), ('%2b', '+'), ('%3A', ':'), ('%3a', ':'), ('%40', '@'), (';_', '/')
    ] -%}
        {%- set plain.text = "replace(" ~ plain.text ~ ", '" ~ escaped ~ "', '" ~ sign ~ "')" -%}
    {%- endfor -%}
    {{ return(plain.text) }}
{%- endmacro %}

{# The canonical id of the course in the first address that leads into one; NULL where there is none. What
   stands behind /courses/v1 is an interface for programs and no course. #}
{% macro edx_course_of_url(text) -%}
    {%- set sign = '[^/?#"&+:@;\\s\\\\]+' -%}
    {%- set run = sign ~ '[+]' ~ sign ~ '[+]' ~ sign -%}
    {%- set pattern = '/courses/(course-v1:' ~ run ~ '|ccx-v1:' ~ run ~ '[+]ccx@' ~ sign
        ~ '|' ~ sign ~ '/' ~ sign ~ '/' ~ sign ~ ')' -%}
    case
        when {{ text }} like '%/courses%' and not {{ regex_like(text, '/courses/v[0-9]+/') }}
            then {{ canonical_course_id(regex_extract(text, pattern)) }}
    end
{%- endmacro %}

{# The course run of the first key of a block in a text; NULL for keys that name no run. #}
{% macro edx_course_of_block(text) -%}
    {%- set sign = '[^/?#"&+:@;\\s\\\\]+' -%}
    {%- set pattern = 'block-v1:(' ~ sign ~ '[+]' ~ sign ~ '[+]' ~ sign ~ ')([+]ccx@[0-9]+)?[+]type@' -%}
    case
        when {{ text }} like '%block-v1:%' then 'course-v1:' || {{ regex_extract(text, pattern) }}
    end
{%- endmacro %}

{# The first key of a block in a text, as edX writes keys; NULL where there is none. #}
{% macro edx_block_key(text) -%}
    {%- set sign = '[^/?#"&+:@;\\s\\\\]+' -%}
    {%- set old_key = 'i4x:/*' ~ sign ~ '/' ~ sign ~ '/' ~ sign ~ '/' ~ sign -%}
    {%- set run = sign ~ '[+]' ~ sign ~ '[+]' ~ sign ~ '[+](ccx@[0-9]+[+])?' -%}
    {%- set key = '(ccx-)?block-v1:' ~ run ~ 'type@' ~ sign ~ '[+]block@' ~ sign -%}
    {%- set pattern = '(' ~ old_key ~ '|' ~ key ~ ')' -%}
    {%- set key = regex_extract(text, pattern) -%}
    case
        when {{ text }} like '%block-v1:%' or {{ text }} like '%i4x:%'
            then replace(replace({{ key }}, 'i4x:////', 'i4x://'), 'i4x:///', 'i4x://')
    end
{%- endmacro %}

{# The key of a block whose id is written with dashes (i4x-org-course-type-name), as players and answers
   write it. #}
{% macro edx_key_of_dashes(text) -%}
    {%- set pattern = '(i4x-[^-"=&\\s]+-[^-"=&\\s]+-[^-"=&\\s]+-[^"=&\\s%\\[]+)' -%}
    {%- set part = '(_[0-9]{1,2}_[0-9a-z]{1,2}(_dynamath|_comment)?|_dynamath|_comment)$' -%}
    {%- set bare = regex_replace(regex_extract(text, pattern), part, '') -%}
    case
        when {{ text }} like '%i4x-%'
            then {{ regex_replace(bare, '^i4x-([^-]+)-([^-]+)-([^-]+)-', 'i4x://\\1/\\2/\\3/') }}
    end
{%- endmacro %}

{# The key of a block known by its kind and name within a course whose parts are columns of the row; NULL
   where the course or the name is not known. #}
{% macro edx_key_of_name(kind, name) -%}
    case
        when has_old_keys
            then 'i4x://' || organisation || '/' || course_number || '/' || {{ kind }} || '/' || {{ name }}
        when course_id like 'course-v1:%'
            then replace(course_id, 'course-v1:', 'block-v1:')
                || '+type@' || {{ kind }} || '+block@' || {{ name }}
    end
{%- endmacro %}
