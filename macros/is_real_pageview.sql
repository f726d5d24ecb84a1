{# Whether an event of a relation is a page that was really viewed: not the second report of one view, not an
   address that only forwards. #}
{% macro is_real_pageview(events) -%}
    {{ events }}.event_type = 'pageview'
    and not {{ events }}.is_duplicate_pageview
    and not {{ events }}.is_redirect_pageview
{%- endmacro %}
