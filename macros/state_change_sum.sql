{# By how many persons a state grew: those who entered it minus those who left it, among the rows given. #}
{% macro state_change_sum(state, condition='true') -%}
    count(*) filter (where membership_state = '{{ state }}' and {{ condition }})
    - count(*) filter (where previous_membership_state = '{{ state }}' and {{ condition }})
{%- endmacro %}
