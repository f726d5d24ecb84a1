{#
    Fingerprint of every name and type in models/sources. The loader computes the same one (contract.py) and writes
    it down when it registers, so that dbt notices a landing zone that is older than the contract.
#}
{% macro contract_version() -%}
    {%- set lines = [] -%}
    {%- for table in graph.sources.values() if table.package_name == project_name -%}
        {%- set name = table.source_name ~ '.' ~ table.name -%}
        {%- do lines.append(name) -%}
        {%- for column in table.columns.values() -%}
            {%- do lines.append(name ~ '.' ~ column.name ~ ':' ~ column.data_type) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(local_md5(lines | sort(case_sensitive=true) | join('\n'))) }}
{%- endmacro %}


{#
    Ends dbt with one sentence when the landing zone is not registered, or was registered with another contract.
    Commands that read no landed row go on.
#}
{% macro check_contract_version() -%}
    {%- if execute and invocation_args_dict.which not in ('generate', 'compile', 'seed') -%}
        {%- set declared = source('landing', 'contract') -%}
        {%- set registered = adapter.get_relation(declared.database, declared.schema, declared.identifier) -%}
        {%- if registered is none -%}
            {{ exceptions.raise_compiler_error(
                'No landing zone is registered here yet: run `coursehouse register`.'
            ) }}
        {%- endif -%}
        {%- set versions = run_query('select contract_version from ' ~ registered).columns[0].values() -%}
        {%- if contract_version() not in versions -%}
            {{ exceptions.raise_compiler_error(
                'The landing zone is registered with another contract than models/sources: run `coursehouse register`.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
