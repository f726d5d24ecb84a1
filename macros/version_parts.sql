{# What stands before and after the @ of a versioned id (`base@10`): the exported part, else that of the
   id itself. Versions are numbers: as text, 10 would stand before 9. #}
{% macro base_id_of(exported_base_id, id) -%}
    coalesce({{ exported_base_id }}, split_part({{ id }}, '@', 1))
{%- endmacro %}


{% macro version_of(exported_version, id) -%}
    coalesce({{ exported_version }}, {{ to_integer("split_part(" ~ id ~ ", '@', 2)") }})
{%- endmacro %}
