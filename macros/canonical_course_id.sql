{# The one form of an edX course id: `course-v1:ORG+COURSE+RUN`, of a custom course
   `ccx-v1:ORG+COURSE+RUN+ccx@N`. The deprecated `ORG/COURSE/RUN` becomes the first of them, white space around
   an id goes, and a text that is no course id gives NULL. The loader does the same in Python. #}
{% macro canonical_course_id(text) -%}
    {%- set trimmed = regex_replace(text, '^\\s+|\\s+$', '') -%}
    {%- set part = '[^/+@\\s]+' -%}
    {%- set run = part ~ '[+]' ~ part ~ '[+]' ~ part -%}
    case
        when {{ regex_like(trimmed, '^(course-v1:' ~ run ~ '|ccx-v1:' ~ run ~ '[+]ccx@' ~ part ~ ')$') }}
            then {{ trimmed }}
        when {{ regex_like(trimmed, '^[^/+@:\\s]+/' ~ part ~ '/' ~ part ~ '$') }}
            then 'course-v1:' || replace({{ trimmed }}, '/', '+')
    end
{%- endmacro %}
