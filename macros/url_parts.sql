{# The parts of an address: the path behind scheme and host, what stands between ? and #, what follows #; NULL
   where it has no such part. What follows the first # is the fragment, whatever it holds; an address may be a
   path alone. #}
{% macro url_path(url) -%}
    {%- set address = "split_part(split_part(" ~ url ~ ", '#', 1), '?', 1)" -%}
    {%- set host_and_path = text_after(address, '://') -%}
    case
        when position('://' in {{ address }}) = 0
            then nullif(substring({{ address }}, nullif(position('/' in {{ address }}), 0)), '')
        when position('/' in {{ host_and_path }}) > 0
            then substring({{ host_and_path }}, position('/' in {{ host_and_path }}))
    end
{%- endmacro %}

{% macro url_query(url) -%}
    {%- set page = "split_part(" ~ url ~ ", '#', 1)" -%}
    case when position('?' in {{ page }}) > 0 then nullif({{ text_after(page, '?') }}, '') end
{%- endmacro %}

{% macro url_fragment(url) -%}
    case when position('#' in {{ url }}) > 0 then nullif({{ text_after(url, '#') }}, '') end
{%- endmacro %}


{# What follows the first mark of a text that holds it. #}
{% macro text_after(text, mark) -%}
    substring({{ text }}, position('{{ mark }}' in {{ text }}) + {{ mark | length }})
{%- endmacro %}
