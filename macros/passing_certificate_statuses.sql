{# The statuses of an edX certificate whose learner passed, as a list for `in`: also where no document is
   given, on the tracks audit and honor or because the identity was not proven. #}
{% macro passing_certificate_statuses() -%}
    ('downloadable', 'generating', 'audit_passing', 'honor_passing', 'unverified')
{%- endmacro %}
