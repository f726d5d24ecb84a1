with

requests as (

    select * from {{ ref('int_assessments__code_block_requests') }}

),

evaluators as (

    select * from {{ ref('stg_coursera__ecb_evaluators') }}

),

engines as (

    select * from {{ ref('stg_coursera__ecb_engines') }}

),

domain_ids as (

    select * from {{ ref('int_learners__domain_ids') }}
    where id_domain = 'ecb'

),

named_evaluators as (

    select
        evaluators.platform,
        evaluators.ecb_evaluator_id,
        evaluators.ecb_engine_id,
        engines.engine_name,
        case lower({{ json_text('evaluators.harness', ['typeName']) }})
            when 'testcaseharness' then 'TestCaseHarness'
            when 'replharness' then 'REPLHarness'
        end as harness_kind
    from evaluators
    left join engines
        on evaluators.platform = engines.platform
        and evaluators.ecb_engine_id = engines.ecb_engine_id

),

final as (

    select
        requests.platform,
        requests.request_id,
        requests.course_id,
        requests.item_id,
        requests.course_branch_id,
        requests.ecb_user_id,
        domain_ids.user_id,
        requests.ecb_evaluator_id,
        named_evaluators.ecb_engine_id,
        named_evaluators.engine_name,
        named_evaluators.harness_kind,
        coalesce(not {{ regex_like('requests.errors', '^\\s*(\\[\\s*\\])?\\s*$') }}, false)
            as has_error,
        -- Elsewhere the platform wraps what it says in a definition beside its type's name.
        case
            lower(
                coalesce(
                    {{ json_text('requests.result', ['isCorrect']) }},
                    {{ json_text('requests.result', ['definition', 'isCorrect']) }}
                )
            )
            when 'true' then true
            when 'false' then false
        end as is_correct,
        cast(requests.duration_ms as {{ type_double() }}) / 1000 as duration_seconds,
        cast(length(requests.expression) as {{ dbt.type_bigint() }}) as expression_length,
        requests.requested_at
    from requests
    left join named_evaluators
        on requests.platform = named_evaluators.platform
        and requests.ecb_evaluator_id = named_evaluators.ecb_evaluator_id
    left join domain_ids
        on requests.platform = domain_ids.platform
        and requests.ecb_user_id = domain_ids.domain_user_id

)

select * from final
