{#
    Warns with one row per repeated value of columns that the platform's documents promise to be unique, though
    its own tables declare a wider key; values with a NULL are left out.
#}
{% test expected_unique(model, columns=none, column_name=none) %}
    {{ config(severity='warn') }}
    select *
    from ({{ key_groups(model, columns or [column_name], skip_missing=true) }}) as key_groups
    where violation_count > 0
{% endtest %}
