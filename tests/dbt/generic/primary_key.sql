{# Fails with one row per key value that is missing (a NULL in any of its columns) or repeated. #}
{% test primary_key(model, columns=none, column_name=none) %}
    select *
    from ({{ key_groups(model, columns or [column_name]) }}) as key_groups
    where violation_count > 0
{% endtest %}
