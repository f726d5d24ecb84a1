{# Fails with one row per key value that is missing (a NULL in a column that is not nullable) or repeated. #}
{% test primary_key(model, columns=none, column_name=none, nullable=[]) %}
    select *
    from ({{ key_groups(model, columns or [column_name], nullable=nullable) }}) as key_groups
    where violation_count > 0
{% endtest %}
