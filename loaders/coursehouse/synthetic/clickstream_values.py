"""The JSON that video events carry: which fields each kind has, and the ways in which they are written."""

from __future__ import annotations

import json
from enum import Enum

from coursehouse.synthetic.clickstream_events import Reading

ALL_FIELDS = (
    "playback_rate_delta",
    "module_id",
    "playback_rate",
    "timecode",
    "video_name",
    "language_code",
    "subtitle_language",
    "volume",
    "volume_delta",
    "tech",
    "item_id",
)
_MOVES = ("item_id", "module_id", "timecode", "video_name")
_SETTINGS = (
    "item_id",
    "playback_rate",
    "subtitle_language",
    "tech",
    "volume",
    "module_id",
    "timecode",
    "video_name",
)
FIELDS_OF_KEY = {
    "start": _MOVES,
    "play": _MOVES,
    "pause": _MOVES,
    "seek": _MOVES,
    "wait": _MOVES,
    "end": _MOVES,
    "heartbeat": _SETTINGS,
    "subtitle_change": _SETTINGS,
    "volume_change": (*_SETTINGS, "volume_delta"),
    "playback_rate_change": (*_SETTINGS, "playback_rate_delta"),
    "download_video": ("item_id",),
    "download_subtitle": ("item_id", "language_code"),
}


class ValueStyle(Enum):
    """How an application writes values: numbers as such or as JSON strings, with or without unused fields."""

    NUMBERS = "numbers"
    TEXTS = "texts"
    TIMECODE_AS_TEXT = "timecode as text"
    ALL_FIELDS_AS_TEXTS = "all fields as texts"


def value_text(style: ValueStyle, reading: Reading) -> str:
    """The JSON object in which an application writes a reading."""
    if style is ValueStyle.NUMBERS:
        return json.dumps(reading, ensure_ascii=False)
    if style is ValueStyle.TEXTS:
        # letters outside ASCII as \u escapes, whose backslash the log escapes once more
        return json.dumps({name: str(value) for name, value in reading.items()})
    if style is ValueStyle.TIMECODE_AS_TEXT:
        said = {name: str(value) if name == "timecode" else value for name, value in reading.items()}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    said = {name: str(reading.get(name, "")) for name in ALL_FIELDS}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
