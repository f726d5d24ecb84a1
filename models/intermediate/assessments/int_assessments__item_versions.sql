{# One row per branch, item and quiz version that the item has used, ever exported. #}
with

branches as (

    select * from {{ ref('int_content__branches') }}

),

branch_item_assessments as (

    select * from {{ ref('stg_coursera__course_branch_item_assessments') }}

),

course_item_assessments as (

    select * from {{ ref('stg_coursera__course_item_assessments') }}

),

assessments as (

    select * from {{ ref('stg_coursera__assessments') }}

),

-- Exports before July 2016 know no branches: what they say of a course is said of its original branch.
uses as (

    select
        platform,
        course_branch_id,
        item_id,
        assessment_id
    from branch_item_assessments

    union all

    select
        course_item_assessments.platform,
        course_item_assessments.course_id as course_branch_id,
        course_item_assessments.item_id,
        course_item_assessments.assessment_id
    from course_item_assessments
    inner join branches
        on course_item_assessments.platform = branches.platform
        and course_item_assessments.course_id = branches.course_branch_id
    left join branch_item_assessments
        on course_item_assessments.platform = branch_item_assessments.platform
        and course_item_assessments.course_id = branch_item_assessments.course_branch_id
        and course_item_assessments.item_id = branch_item_assessments.item_id
        and course_item_assessments.assessment_id = branch_item_assessments.assessment_id
    where
        branches.is_built_from_course_tables
        and branch_item_assessments.assessment_id is null

),

versions as (

    select
        uses.platform,
        uses.course_branch_id,
        uses.item_id,
        uses.assessment_id,
        branches.course_id,
        {{ base_id_of('assessments.assessment_base_id', 'uses.assessment_id') }} as assessment_base_id,
        {{ version_of('assessments.version', 'uses.assessment_id') }} as assessment_version,
        assessments.updated_at
    from uses
    left join branches
        on uses.platform = branches.platform
        and uses.course_branch_id = branches.course_branch_id
    left join assessments
        on uses.platform = assessments.platform
        and uses.assessment_id = assessments.assessment_id

),

ranked_versions as (

    select
        versions.*,
        row_number() over (
            partition by versions.platform, versions.course_branch_id, versions.item_id
            order by
                versions.assessment_version desc nulls last,
                versions.updated_at desc nulls last,
                {{ byte_order('versions.assessment_id') }} desc
        ) as version_rank
    from versions

),

final as (

    select
        ranked_versions.platform,
        ranked_versions.course_branch_id,
        ranked_versions.item_id,
        ranked_versions.assessment_id,
        ranked_versions.course_id,
        ranked_versions.assessment_base_id,
        ranked_versions.version_rank = 1 as is_latest_version,
        ranked_versions.version_rank,
        ranked_versions.assessment_version
    from ranked_versions

)

select * from final
