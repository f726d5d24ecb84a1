"""Faults that a caller asks for, planted into the files of an export and recorded."""

from __future__ import annotations

from coursehouse.errors import Refused
from coursehouse.synthetic.config import PlantedFault

FAULT_NAMES: tuple[str, ...] = ()


def parse_fault(text: str) -> PlantedFault:
    """The fault that `NAME=K` asks for (K is 1 if left out); raises Refused with the list of names."""
    name, _, count = text.partition("=")
    if name not in FAULT_NAMES:
        raise Refused(f"There is no fault {name!r}.", f"Use one of: {', '.join(FAULT_NAMES)}.")
    if count and not count.isdigit():
        raise Refused(f"{text!r} does not say how often.", f"Write {name}=3, for example.")
    return PlantedFault(name, int(count or 1))
