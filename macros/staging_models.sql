{# The staging models of a platform by the name of their table, each with its name and whether it keeps the
   rows of all landed exports (config meta rows: landed) rather than the current ones. #}
{% macro staging_models(platform) -%}
    {%- set prefix = 'stg_' ~ platform ~ '__' -%}
    {%- set models = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith(prefix) -%}
        {%- do models.update({
            node.name | replace(prefix, '', 1): {
                'name': node.name,
                'holds_landed_rows': node.config.meta.get('rows') == 'landed',
            }
        }) -%}
    {%- endfor -%}
    {{ return(models) }}
{%- endmacro %}
