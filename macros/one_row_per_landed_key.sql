{# The rows that any loaded export holds of a source table, one per key: the row of the newest export. The
   column is_current says whether the key is still among the current rows, so that what vanished from the
   newest export keeps its name and place. The column key_rank is left over and always 1. #}
{% macro one_row_per_landed_key(source_relation, keys) -%}
    {% set key_list = keys | join(', ') -%}
    select
        newest_rows.*,
        current_keys.{{ keys[0] }} is not null as is_current
    from (
        select
            landed_rows.*,
            row_number() over (
                partition by {% for key in keys %}landed_rows.{{ key }}{{ ", " if not loop.last }}{% endfor %}
                order by
                    exports.snapshot_at desc nulls last,
                    {{ byte_order('landed_rows._export_id') }} desc nulls last,
                    {{ byte_order('landed_rows._source_file') }} desc nulls last,
                    landed_rows._row_number desc nulls last
            ) as key_rank
        from {{ landed(source_relation) }} as landed_rows
        left join {{ ref('stg_landing__exports') }} as exports
            on landed_rows._export_id = exports.export_id
        where
            {% for key in keys -%}
            landed_rows.{{ key }} is not null
            {%- if not loop.last %}
            and {% endif -%}
            {% endfor %}
    ) as newest_rows
    left join (
        select {{ key_list }}
        from {{ source_relation }}
        group by {{ key_list }}
    ) as current_keys
        on {% for key in keys -%}
        newest_rows.{{ key }} = current_keys.{{ key }}
        {%- if not loop.last %}
        and {% endif -%}
        {% endfor %}
    where newest_rows.key_rank = 1
{%- endmacro %}
