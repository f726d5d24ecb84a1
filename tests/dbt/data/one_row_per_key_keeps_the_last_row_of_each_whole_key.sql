{# Finds rows that the macro one_row_per_key keeps or drops against its rule: of a repeated key the row that
   stands last in its file stays, a key with a NULL never does, unless that column may be empty. It matters when exports break their keys. Resolve
   it in the macro. #}
with

exported_rows as (

    select literals.*
    from (
        values
        ('a', 'once', 1, 'e1', 'x.csv', true),
        ('a', 'repeated', 2, 'e2', 'x.csv', false),
        ('a', 'repeated', 10, 'e1', 'x.csv', true),
        ('b', 'tied', 3, 'e1', 'y.csv', false),
        ('b', 'tied', 3, 'e2', 'x.csv', true),
        ('b', null, 4, 'e1', 'x.csv', false)
    ) as literals (user_id, course_id, _row_number, _export_id, _source_file, is_to_be_kept)

),

expected_rows as (

    select * from exported_rows
    where is_to_be_kept

),

kept_rows as (

    {{ one_row_per_key('exported_rows', ['user_id', 'course_id']) }}

),

final as (

    select
        coalesce(expected_rows.user_id, kept_rows.user_id) as user_id,
        coalesce(expected_rows.course_id, kept_rows.course_id) as course_id,
        coalesce(expected_rows.is_to_be_kept, false) as is_to_be_kept,
        kept_rows.user_id is not null as is_kept
    from expected_rows
    full outer join kept_rows
        on expected_rows.user_id = kept_rows.user_id
        and expected_rows.course_id = kept_rows.course_id
        and expected_rows._row_number = kept_rows._row_number
        and expected_rows._export_id = kept_rows._export_id
    where expected_rows.user_id is null or kept_rows.user_id is null

)

select * from final
