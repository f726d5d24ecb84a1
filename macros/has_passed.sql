{# Whether a score reaches a share of the maximum; NULL where one of the three is missing. The share times the
   maximum may lie a hair above the score that it is meant to be. #}
{% macro has_passed(score, passing_fraction, max_score) -%}
    {{ score }} >= {{ passing_fraction }} * {{ max_score }} - 0.000001
{%- endmacro %}
