"""A course as a tree: what each block's place in it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PATH_SEPARATOR = " > "
DEEPEST_PATH = 100
"""Blocks below this depth get no path: real courses have about ten levels."""


@dataclass(frozen=True)
class Place:
    """Where a block stands.

    parent: None for the root and for a block that no block names. child_position: from 1, among the
    parent's children as delivered. depth, order (from 1), path: None outside the tree below the root.
    """

    parent: str | None = None
    child_position: int | None = None
    depth: int | None = None
    order: int | None = None
    path: str | None = None


def places(categories: Mapping[str, str | None], children: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """The place of every block, parents before their children within the tree.

    The root is the block of category course that no other block names as its child, if there are several
    the first; a block that several name belongs to the one that comes first in the tree, and, outside it,
    in the file. Names of blocks that are not in the file are left out; cycles end where they close.
    """
    found: dict[str, Place] = {}
    root = _root(categories, children)
    if root is not None:
        found[root] = Place(depth=0, order=1, path=root)
        _walk(root, children, found)
    outside: dict[str, Place] = {}
    for parent, names in children.items():
        if parent not in found:
            for child, position in _known(names, children):
                if child not in found and child not in outside and child != parent:
                    outside[child] = Place(parent, position)
    return found | {block: outside.get(block, Place()) for block in children if block not in found}


def _root(categories: Mapping[str, str | None], children: Mapping[str, Sequence[str]]) -> str | None:
    courses = [block for block, category in categories.items() if category == "course"]
    named = {child for block, names in children.items() for child in names if child != block}
    return next((block for block in courses if block not in named), next(iter(courses), None))


def _walk(root: str, children: Mapping[str, Sequence[str]], found: dict[str, Place]) -> None:
    """Adds the places of all blocks below the root, depth first."""
    open_blocks: list[tuple[str, Iterator[tuple[str, int]]]] = [(root, _known(children[root], children))]
    while open_blocks:
        parent, rest = open_blocks[-1]
        child, position = next(rest, (None, 0))
        if child is None:
            open_blocks.pop()
        elif child not in found:
            above, depth = found[parent].path, len(open_blocks)
            path = f"{above}{PATH_SEPARATOR}{child}" if above and depth <= DEEPEST_PATH else None
            found[child] = Place(parent, position, depth, len(found) + 1, path)
            open_blocks.append((child, _known(children[child], children)))


def _known(names: Sequence[str], children: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Children that are in the file, with their positions."""
    for position, name in enumerate(names, 1):
        if name in children:
            yield name, position
