"""The exceptions of coursehouse: each carries one clear sentence and the remedy."""

from __future__ import annotations


class CoursehouseError(Exception):
    """Base of all errors that a user can act on.

    message: what is wrong, one sentence, naming the file or table.
    remedy: what to do about it, one sentence.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[CoursehouseError], tuple[str, ...]]:
        # an error that another process raised arrives here with both its sentences
        return type(self), (self.message, self.remedy)


class Unreadable(CoursehouseError):
    """One file of an export cannot be read; the others can, so the export lands without it (exit code 1).

    reason: what is wrong with it, a phrase that fits behind its name.
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(f"{name} {reason}.", remedy)
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str]]:
        return type(self), (self.name, self.reason, self.remedy)


class Refused(CoursehouseError):
    """The input or the command cannot be served; nothing was changed (exit code 2)."""
