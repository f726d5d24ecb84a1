{# Finds texts whose SHA-256 differs from the published one. It matters for ids that are hashes:
   they must be the same on every engine. Resolve it in the engine's variant of the macro. #}
with

texts as (

    select literals.*
    from (
        values
        ('', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
        ('abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
        ('é', '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c'),
        (
            {{ text_literal('\\x41') }},
            '1896ffde59d289c620736dfe59b6cd146ab433b57ef92479bd77bdd57fcc3e27'
        ),
        (null, null)
    ) as literals (text, expected)

),

final as (

    select
        text,
        expected,
        {{ sha256('text') }} as actual
    from texts

)

select * from final
where {{ differs('actual', 'expected') }}
