{# Finds staging models that lose or repeat rows: each holds one row per key that its contract table
   declares, and sets aside only rows whose key is missing or repeated; a staging model that is not listed
   here is found, too. It matters before any count is trusted. Resolve it in the staging model: its keys must
   be those of the table's primary_key test. The contract's tables are named without an edge to the sources: to
   select the tests of the sources is not to ask for staging models, which need not be built yet. #}
{% set tables = [
    'assessment_actions',
    'assessment_assessments_questions',
    'assessment_math_expression_patterns',
    'assessment_options',
    'assessment_question_types',
    'assessment_questions',
    'assessment_regex_patterns',
    'assessment_response_options',
    'assessment_response_patterns',
    'assessment_responses',
    'assessment_single_numeric_patterns',
    'assessment_text_exact_match_patterns',
    'assessment_types',
    'assessments',
    'clickstream_events',
    'course_branch_grades',
    'course_branch_item_assessments',
    'course_branch_item_peer_assignments',
    'course_branch_item_programming_assignments',
    'course_branch_items',
    'course_branch_lessons',
    'course_branch_modules',
    'course_branches',
    'course_formative_quiz_grades',
    'course_grades',
    'course_item_assessments',
    'course_item_grades',
    'course_item_peer_assignments',
    'course_item_programming_assignments',
    'course_item_types',
    'course_items',
    'course_lessons',
    'course_memberships',
    'course_modules',
    'course_progress',
    'course_user_ids',
    'courses',
    'demographics_answers',
    'demographics_choices',
    'demographics_questions',
    'discussion_answer_flags',
    'discussion_answer_votes',
    'discussion_answers',
    'discussion_course_forums',
    'discussion_question_flags',
    'discussion_question_followings',
    'discussion_question_votes',
    'discussion_questions',
    'ecb_engines',
    'ecb_evaluation_requests',
    'ecb_evaluators',
    'feedback_course_comments',
    'feedback_course_ratings',
    'feedback_item_comments',
    'feedback_item_ratings',
    'on_demand_session_memberships',
    'on_demand_sessions',
    'peer_assignment_review_schema_part_options',
    'peer_assignment_review_schema_parts',
    'peer_assignments',
    'peer_comments',
    'peer_review_part_choices',
    'peer_review_part_free_responses',
    'peer_reviews',
    'peer_skips',
    'peer_submission_part_free_responses',
    'peer_submission_part_scores',
    'peer_submission_part_urls',
    'peer_submissions',
    'programming_assignment_submission_schema_parts',
    'programming_assignments',
    'programming_submission_part_evaluations',
    'programming_submission_part_grid_grading_statuses',
    'programming_submission_parts',
    'programming_submissions',
    'users',
    'users_courses__certificate_payments',
] %}

{%- set models = staging_models('coursera') if execute else {} %}
{%- set primary_keys = {} %}
{%- for key in (declared_keys() if execute else []) if key.kind == 'primary_key' %}
    {%- do primary_keys.update({key.table_name: key}) %}
{%- endfor %}
{#- Of a table without a key every row stays: each is told by its place in its file. #}
{%- for table_name in (tables if execute else []) if table_name not in primary_keys %}
    {%- set table = declared_table("source('coursera', '" ~ table_name ~ "')") %}
    {%- do primary_keys.update({table_name: {
        'columns': ['_export_id', '_source_file', '_row_number'],
        'nullable': [],
        'current': api.Relation.create(table.database, table.schema, table.identifier),
    }}) %}
{%- endfor %}

with

{%- for table_name in tables %}
{%- set primary_key = primary_keys.get(table_name, {'columns': ['_row_number'], 'current': none}) %}
{%- set keys = primary_key.columns | join(', ') %}

current_{{ table_name }} as (

    select
        {{ keys }},
        count(*) as row_count
    from {{ primary_key.current }}
    group by {{ keys }}

),

staged_{{ table_name }} as (

    select count(*) as row_count
    from {{ ref('stg_coursera__' ~ table_name) }}
    {%- if models.get(table_name, {}).get('holds_landed_rows') %}
    where is_current
    {%- endif %}

),
{%- endfor %}

row_counts as (

    {%- for table_name in tables %}
    {%- set key = primary_keys[table_name] if execute else {'columns': ['_row_number'], 'nullable': []} %}
    {%- set key_is_whole = all_present(required_columns(key.columns, key.nullable)) %}

    select
        'stg_coursera__{{ table_name }}' as model_name,
        coalesce(sum(keyed.row_count), 0) as current_row_count,
        coalesce(
            sum(keyed.row_count) filter (where not ({{ key_is_whole }})), 0
        ) as missing_key_row_count,
        coalesce(
            sum(keyed.row_count - 1) filter (where {{ key_is_whole }}), 0
        ) as repeated_row_count,
        max(staged.row_count) as staging_row_count
    from staged_{{ table_name }} as staged
    left join current_{{ table_name }} as keyed
        on true
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

    {%- for table_name in models if table_name not in tables %}

    union all

    select
        '{{ models[table_name].name }}' as model_name,
        null as current_row_count,
        null as missing_key_row_count,
        null as repeated_row_count,
        null as staging_row_count
    {%- endfor %}

)

select * from row_counts
where
    staging_row_count is null
    or staging_row_count + missing_key_row_count + repeated_row_count <> current_row_count
