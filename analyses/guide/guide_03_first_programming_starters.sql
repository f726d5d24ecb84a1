{# How many learners started the first graded programming item: one row per course. The printed query joins
   lessons and modules by ids that are unique only inside a branch, which repeats items and can make another
   item the first; it knows one of the two types of graded programming items; it asks for state "started",
   which an item passed at once never has; and it counts staff who tried the course. Here the position in the
   original branch tells the first item, any event starts it, and learners count. #}
with

graded_programming as (

    select
        platform,
        course_id,
        item_id,
        row_number() over (partition by platform, course_id order by position) as item_rank
    from {{ ref('branches_items__content_order') }}
    where is_original and is_in_branch and is_graded and item_kind = 'programming'

),

progress as (

    select * from {{ ref('users_items__progress') }}

),

learners as (

    select * from {{ ref('users_courses__enrollments') }}
    where was_enrolled

)

select
    progress.course_id,
    count(*) as num_learners
from graded_programming
inner join progress
    on graded_programming.platform = progress.platform
    and graded_programming.course_id = progress.course_id
    and graded_programming.item_id = progress.item_id
inner join learners
    on progress.platform = learners.platform
    and progress.course_id = learners.course_id
    and progress.user_id = learners.user_id
where graded_programming.platform = 'coursera' and graded_programming.item_rank = 1
group by progress.course_id
