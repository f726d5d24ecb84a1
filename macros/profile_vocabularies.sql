{# The attributes of profiles whose values the seed learner_attribute_labels words, each with the column that
   holds it. #}
{% macro profile_vocabularies() -%}
    {{ return({
        'gender': 'reported_or_inferred_gender',
        'employment_status': 'employment_status',
        'educational_attainment': 'educational_attainment',
        'student_status': 'student_status',
    }) }}
{%- endmacro %}
