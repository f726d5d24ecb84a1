{#
    Fails with one row per value that points at no row of the parent.
    to: the parent; field or fields: its columns, by default named as the child's.
    Of contract tables only: a parent that no current export delivered is not checked; linked_only checks only rows
    of exports with linked ids. A reference that sound data may break says why in config.meta.known_exception and
    has severity warn there.
#}
{% test references(
    model, to, column_name=none, field=none, columns=none, fields=none, linked_only=false
) %}
    {%- if execute %}
        {%- set own = columns or [column_name] %}
        {%- set conditions = [] %}
        {%- set parent_table = contract_table(to) %}
        {%- if parent_table %}
            {%- do conditions.append(is_delivered(parent_table)) %}
        {%- endif %}
        {%- if linked_only %}
            {%- do conditions.append(is_linked()) %}
        {%- endif %}
    {{ orphans(
        model, own, to, fields or ([field] if field else own), condition=conditions | join(' and ')
    ) }}
    {%- endif %}
{% endtest %}
