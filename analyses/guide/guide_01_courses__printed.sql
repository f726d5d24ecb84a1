{# The guide's example "all courses": one row per course, every exported column. Right. #}
select * from {{ source('coursera', 'courses') }}
