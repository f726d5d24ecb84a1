{# The columns of the demographic survey, as the seed survey_questions names its questions: those that hold
   words and those that hold numbers. #}
{% macro survey_columns() -%}
    {{ return({
        'words': [
            'gender',
            'birth_country',
            'hispanic_origin',
            'race',
            'schooling',
            'student_enrollment',
            'student_level',
            'degree_subjects',
            'employment',
            'industry',
            'english_proficiency',
            'other_languages',
        ],
        'numbers': ['birth_year', 'us_postal_code'],
    }) }}
{%- endmacro %}
