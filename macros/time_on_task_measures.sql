{# The columns that tell time on task, in the order of the marts that have them. #}
{% macro time_on_task_measures() -%}
    {%- set measures = ['total_within_5_minutes_seconds', 'total_within_30_minutes_seconds'] -%}
    {%- for measure, minutes in [('parallel', 5), ('parallel', 30), ('serial', 30)] -%}
        {%- for type in ['video', 'problem', 'forum', 'text'] -%}
            {%- do measures.append(measure ~ '_' ~ type ~ '_within_' ~ minutes ~ '_minutes_seconds') -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}
