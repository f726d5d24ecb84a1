{# The rows of a relation whose key is whole, one per key: of several rows the one that stands last in its
   file. Exports promise their keys but do not always keep them; what is set aside here is counted in the
   schema data_quality. nullable: columns that may be empty in a whole key, as the contract says of it. The
   column key_rank is left over and always 1. #}
{% macro one_row_per_key(relation, keys, nullable=[]) -%}
    select ranked_rows.*
    from (
        select
            keyed_rows.*,
            {{ key_rank(keys) }} as key_rank
        from {{ relation }} as keyed_rows
        where {{ all_present(required_columns(keys, nullable), 'keyed_rows.') }}
    ) as ranked_rows
    where ranked_rows.key_rank = 1
{%- endmacro %}


{# The rank of a row of keyed_rows among those of its key; the row of rank 1 stays. #}
{% macro key_rank(keys) -%}
    row_number() over (
        partition by {% for key in keys %}keyed_rows.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
        order by
            keyed_rows._row_number desc nulls last,
            {{ byte_order('keyed_rows._export_id') }} desc nulls last,
            {{ byte_order('keyed_rows._source_file') }} desc nulls last
    )
{%- endmacro %}
