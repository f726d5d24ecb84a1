"""A mart's name states its key: held against docs/names.md and the declared primary keys."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dbt_files import ROOT, Mart, documented_rows, marts

MARTS = marts()


@dataclass(frozen=True)
class Dictionary:
    """What docs/names.md says: the key columns of each noun, the column that a purpose adds, and the marts
    in which a learner is known by the id of one domain."""

    nouns: dict[str, tuple[str, ...]]
    purposes: dict[str, tuple[str, ...]]
    domain_learners: dict[str, tuple[str, ...]]

    def key(self, name: str) -> tuple[str, ...]:
        """The key that a mart's name states; ValueError if the name has a word that is no noun."""
        grain, _, purpose = name.partition("__")
        columns: list[str] = []
        words = grain.split("_")
        while words:
            length = next(n for n in range(len(words), -1, -1) if n == 0 or "_".join(words[:n]) in self.nouns)
            if length == 0:
                raise ValueError(f"{name}: docs/names.md has no noun {words[0]!r}")
            # A column that two nouns share (users_courses_items) stands once.
            noun = "_".join(words[:length])
            of_noun = self.domain_learners.get(name) if noun == "users" else None
            columns += [column for column in of_noun or self.nouns[noun] if column not in columns]
            words = words[length:]
        columns += self.purposes.get(purpose.rpartition("_")[2], ())
        platform = () if columns[0] == "export_id" else ("platform",)
        return (*platform, *columns)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    table: dict[str, tuple[str, ...]] = {}
    for word, columns, *_ in documented_rows(ROOT / "docs" / "names.md"):
        if columns.startswith("key column"):
            table = tables.setdefault(word, {})
        else:
            table[word] = tuple(column.strip() for column in columns.split(","))
    return Dictionary(tables["noun"], tables["last word of the purpose"], tables["mart"])


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_name_states_the_primary_key(mart: Mart, dictionary: Dictionary) -> None:
    assert mart.primary_keys == (dictionary.key(mart.name),)


def test_marts_are_found() -> None:
    assert len(MARTS) > 10


def test_compound_noun_and_purpose_with_a_key_column(dictionary: Dictionary) -> None:
    assert dictionary.key("branches_items__changes") == ("platform", "course_branch_id", "item_id")
    assert dictionary.key("users_items__grades") == ("platform", "user_id", "course_id", "item_id")
    assert dictionary.key("users__membership_periods") == ("platform", "user_id", "valid_from")
    assert dictionary.key("users_courses__forum_activity") == ("platform", "discussions_user_id", "course_id")
    assert dictionary.key("exports_keys__violations") == ("export_id", "key_name")


def test_unknown_noun_is_named(dictionary: Dictionary) -> None:
    with pytest.raises(ValueError, match="no noun 'widgets'"):
        dictionary.key("users_widgets__grades")
