{# Finds rows that the macro one_row_per_key keeps or drops against its rule for columns that may be empty:
   two empty ones are one key, of which the row that stands last stays. It matters for answers that are numbers
   and so have no choice. Resolve it in the macro. #}
with

exported_rows as (

    select literals.*
    from (
        values
        ('a', cast(null as varchar(10)), 1, 'e1', 'x.csv', false),
        ('a', cast(null as varchar(10)), 2, 'e1', 'x.csv', true),
        ('a', 'chosen', 3, 'e1', 'x.csv', true),
        (cast(null as varchar(10)), 'chosen', 4, 'e1', 'x.csv', false)
    ) as literals (user_id, choice_id, _row_number, _export_id, _source_file, is_to_be_kept)

),

kept_rows as (

    {{ one_row_per_key('exported_rows', ['user_id', 'choice_id'], nullable=['choice_id']) }}

),

final as (

    select
        exported_rows._row_number,
        exported_rows.is_to_be_kept,
        kept_rows._row_number is not null as is_kept
    from exported_rows
    left join kept_rows
        on exported_rows._row_number = kept_rows._row_number

)

select * from final
where is_to_be_kept <> is_kept
