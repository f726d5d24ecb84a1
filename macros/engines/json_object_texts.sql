{# A query with the rows of a relation and what a column of JSON texts holds: a column <column>_<key> for
   each of the given keys (identifiers) with the key's text, and <column>_is_object: whether the text is a
   JSON object (NULL for NULL). A key's text is NULL where the key is absent, null or an empty string, and
   where the column holds no object. Numbers, objects and lists come in the engine's own spelling. Each
   text is parsed once, however many keys there are. A column _<column> may be left over. #}
{% macro json_object_texts(relation, json_column, keys) -%}
    {{ return(adapter.dispatch('json_object_texts', 'coursehouse')(relation, json_column, keys)) }}
{%- endmacro %}

{% macro default__json_object_texts(relation, json_column, keys) -%}
    {%- set text = 'texts.' ~ json_column -%}
    select
        objects.*
        {%- for key in keys %},
        nullif(struct_extract(objects._{{ json_column }}, '{{ key }}'), '') as {{ json_column }}_{{ key }}
        {%- endfor %}
    from (
        select
            checked_texts.*,
            from_json(
                case when checked_texts.{{ json_column }}_is_object then checked_texts.{{ json_column }} end,
                '{ {%- for key in keys %}"{{ key }}": "VARCHAR"{{ ', ' if not loop.last }}{% endfor -%} }'
            ) as _{{ json_column }}
        from (
            select
                texts.*,
                {{ regex_like(text, '^\\s*[{]') }} and json_valid({{ text }}) as {{ json_column }}_is_object
            from {{ relation }} as texts
        ) as checked_texts
    ) as objects
{%- endmacro %}

{# A NUL, which its texts cannot hold, becomes the mark of an unreadable character. #}
{% macro postgres__json_object_texts(relation, json_column, keys) -%}
    {%- set text = 'texts.' ~ json_column -%}
    select
        checked_texts.*
        {%- for key in keys %},
        nullif(objects.fields ->> '{{ key }}', '') as {{ json_column }}_{{ key }}
        {%- endfor %}
    from (
        select
            texts.*,
            {{ text }} is json object
            and pg_input_is_valid(replace({{ text }}, '\u0000', '\ufffd'), 'jsonb') as {{ json_column }}_is_object
        from {{ relation }} as texts
    ) as checked_texts
    cross join lateral (
        select
            cast(
                case
                    when checked_texts.{{ json_column }}_is_object
                        then replace(checked_texts.{{ json_column }}, '\u0000', '\ufffd')
                end as jsonb
            ) as fields
    ) as objects
{%- endmacro %}

{% macro spark__json_object_texts(relation, json_column, keys) -%}
    {%- set text = 'texts.' ~ json_column -%}
    select
        objects.*
        {%- for key in keys %},
        nullif(objects._{{ json_column }}.{{ key }}, '') as {{ json_column }}_{{ key }}
        {%- endfor %}
    from (
        select
            checked_texts.*,
            from_json(
                case when checked_texts.{{ json_column }}_is_object then checked_texts.{{ json_column }} end,
                '{{ keys | join(' string, ') }} string'
            ) as _{{ json_column }}
        from (
            select
                texts.*,
                {{ regex_like(text, '^\\s*[{]') }} and {{ json_valid(text) }} as {{ json_column }}_is_object
            from {{ relation }} as texts
        ) as checked_texts
    ) as objects
{%- endmacro %}
