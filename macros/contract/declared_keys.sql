{#
    The keys and references that the sources declare, as a list of dicts, sorted by name:
    name ('course_items.primary_key', 'auth_user.file_course_id+email.expected_unique',
    'course_items.course_id.references.courses'), kind, platform, table_name,
    current and landed (relations), columns, nullable (columns of a key that may be empty), skip_missing,
    names_persons (values may be those of personal data: the table or the parent is tagged pii); a reference
    also has parent_name, parent, landed_parent, fields, linked_only and known_exception.
    It is read from the data tests themselves, so that a rule is declared once.
#}
{% macro declared_keys() -%}
    {%- set keys = [] -%}
    {%- for test in graph.nodes.values() if test.test_metadata is defined
        and test.test_metadata.name in ('primary_key', 'expected_unique', 'references') -%}
        {%- set kind = test.test_metadata.name -%}
        {%- set arguments = test.test_metadata.kwargs -%}
        {%- set table = declared_table(arguments.model) -%}
        {%- if table is not none and table.source_name != 'landing' -%}
            {%- set columns = arguments.get('columns') or [arguments.column_name] -%}
            {%- set key = {
                'name': table.name ~ '.' ~ kind,
                'kind': kind,
                'platform': table.source_name,
                'table_name': table.name,
                'current': api.Relation.create(table.database, table.schema, table.identifier),
                'landed': landed(table),
                'columns': columns,
                'nullable': arguments.get('nullable', []),
                'skip_missing': kind == 'expected_unique',
                'names_persons': 'pii' in table.tags,
            } -%}
            {%- if kind == 'references' -%}
                {%- set parent = declared_table(arguments.to) -%}
                {%- set field = arguments.get('field') -%}
                {%- do key.update({
                    'name': [table.name, columns | join('+'), kind, parent.name] | join('.'),
                    'parent_name': parent.name,
                    'names_persons': 'pii' in table.tags + parent.tags,
                    'parent': api.Relation.create(parent.database, parent.schema, parent.identifier),
                    'landed_parent': landed(parent),
                    'fields': arguments.get('fields') or ([field] if field else columns),
                    'linked_only': arguments.get('linked_only', false),
                    'known_exception': test.config.meta.get('known_exception', ''),
                }) -%}
            {%- endif -%}
            {%- do keys.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- A table may promise several narrower keys: then each is told by its columns, too. -#}
    {%- set names = keys | map(attribute='name') | list -%}
    {%- for key in keys if key.kind == 'expected_unique' and names.count(key.name) > 1 -%}
        {%- do key.update({'name': [key.table_name, key.columns | join('+'), key.kind] | join('.')}) -%}
    {%- endfor -%}
    {{ return(keys | sort(attribute='name')) }}
{%- endmacro %}


{# The source table that a test's argument names by a call of source(), or none. #}
{% macro declared_table(argument) -%}
    {%- set call = modules.re.search("source[(]'([a-z0-9_]+)', *'([a-z0-9_]+)'[)]", argument) -%}
    {%- if call -%}
        {{ return(graph.sources['.'.join(('source', project_name) + call.groups())]) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}


{#
    The declared keys as rows: key_name, kind, platform, table_name, key_columns, parent_table, parent_columns,
    is_linked_only, known_exception ('' where a rule has none). Each primary key also stands for the rule
    one_row_per_key: what staging must set aside.
#}
{% macro declared_key_rows(keys) -%}
    {%- set rows = [] -%}
    {%- for key in keys -%}
        {%- set texts = [
            key.name, key.kind, key.platform, key.table_name, key.columns | join(', '), key.parent_name or '',
            key.fields | join(', '), key.known_exception or ''
        ] -%}
        {%- do rows.append((texts, key.linked_only or false)) -%}
        {%- if key.kind == 'primary_key' -%}
            {%- do rows.append(([one_row_per_key_name(key), 'one_row_per_key'] + texts[2:], false)) -%}
        {%- endif -%}
    {%- endfor -%}
    select *
    from (
        values
        {%- for texts, is_linked_only in rows %}
        (
            {%- for text in texts %}{{ text_literal(text) }}, {% endfor -%}
            {{ 'true' if is_linked_only else 'false' }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as declared (
        key_name, kind, platform, table_name, key_columns, parent_table, parent_columns, known_exception,
        is_linked_only
    )
{%- endmacro %}


{% macro one_row_per_key_name(key) -%}
    {{ return(key.table_name ~ '.one_row_per_key') }}
{%- endmacro %}
