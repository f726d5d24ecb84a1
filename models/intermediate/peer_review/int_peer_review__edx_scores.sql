{# One row per submission to an open response assessment of edX whose score stands: the last that its
   author was given for the block, unless the scores were reset since. #}
with

scores as (

    select * from {{ ref('stg_edx__submissions_score') }}

),

-- Rows are only ever added: what came last holds, and a reset names no submission.
ranked_scores as (

    select
        scores.*,
        row_number() over (
            partition by scores.platform, scores.course_id, scores.student_item_id
            order by scores.score_number desc
        ) as place_from_last,
        min(scores.created_at) over (
            partition by scores.platform, scores.course_id, scores.submission_row_id
        ) as first_scored_at
    from scores

),

-- Where no points are possible the score is hidden.
standing_scores as (

    select *
    from ranked_scores
    where place_from_last = 1 and not coalesce(is_reset, false) and max_points > 0

),

final as (

    select
        platform,
        course_id,
        submission_row_id,
        cast(points as {{ type_double() }}) as score,
        cast(max_points as {{ type_double() }}) as max_score,
        first_scored_at as score_available_at
    from standing_scores
    where submission_row_id is not null

)

select * from final
