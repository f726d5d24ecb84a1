{# The id of the peer assignment that a block of an edX course run is. Block ids of before October 2014 are
   shared by the runs of a course, so the run stands before them. #}
{% macro edx_peer_assignment_id(course_id, block_id) -%}
    case
        when {{ block_id }} like 'i4x:%' then {{ course_id }} || '/' || {{ block_id }}
        else {{ block_id }}
    end
{%- endmacro %}
