"""What a package says of the content of a run: its structure and its wiki."""

from __future__ import annotations

from collections.abc import Iterator

from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.edx.dialect import Row, Table, json_text, written
from coursehouse.synthetic.edx.state import RunState

_ARTICLE_COLUMNS = (
    "id", "current_revision_id", "created", "modified", "owner_id", "group_id", "group_read", "group_write",
    "other_read", "other_write",
)  # fmt: skip
_REVISION_COLUMNS = (
    "id", "revision_number", "user_message", "automatic_log", "ip_address", "user_id", "modified", "created",
    "previous_revision_id", "deleted", "locked", "article_id", "content", "title",
)  # fmt: skip


def structure(state: RunState) -> str:
    """The file of the structure: one JSON object, blocks in no order that means anything."""
    blocks = {
        block.block_id: {
            "category": block.category,
            "children": [*block.children, *block.absent],
            "metadata": block.metadata,
        }
        for block in sorted(state.run.blocks, key=lambda block: block.name)
    }
    return json_text(blocks)


def wiki_tables(state: RunState) -> Iterator[Table]:
    """One article with two revisions."""
    made = written(state.run.starts_at)
    changed = written(state.run.starts_at + DAY)
    first, second = state.row_id(1), state.row_id(2)
    yield Table("wiki_article", _ARTICLE_COLUMNS, [(first, second, made, changed, None, None, *[True] * 4)])
    rows: list[Row] = []
    for number, (revision, before) in enumerate(((first, None), (second, first)), start=1):
        when = changed if before else made
        rows.append(
            (
                revision, number, "", "", None, None, when, when, before, False, False, first,
                "<h2>Help</h2>\r\nUse\t**Markdown**, or \\LaTeX.", state.key.number,
            )
        )  # fmt: skip
    yield Table("wiki_articlerevision", _REVISION_COLUMNS, rows)
