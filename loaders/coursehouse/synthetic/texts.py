"""Names and free texts: plain ones, and ones that try a reader of the export's dialect."""

from __future__ import annotations

SUBJECTS = (
    ("intro-to-data", "Introduction to Data"),
    ("cell-biology", "Cell Biology"),
    ("urban-history", "Urban History"),
    ("linear-algebra", "Linear Algebra"),
    ("public-health", "Public Health"),
    ("music-theory", "Music Theory"),
)
TOPICS = (
    "Getting started",
    "What counts as evidence?",
    'The "null" hypothesis',
    "Paths such as C:\\data\\raw",
    "Models, maps and their limits",
    "Étude de cas",
    "読み方",
    "Trade-offs; cost & benefit",
    "Errors (and how to read them)",
    "Review 📚",
)
VERBS = ("Meet", "Measure", "Compare", "Explain", "Build", "Question", "Revise", "Apply")
DESCRIPTIONS = (
    "Start here.\nEach week takes three to five hours.",
    'Learn by doing, with "real" data, step by step.',
    "For everyone who asked \\why\\ and got a shrug.",
)
CHANGES = (
    'New examples; "Week 2" split in two',
    "Overhaul of content, structure and assessments",
    "Shorter lectures\nand a new exam",
)
POSTS = (
    "I do not see how this follows from the lecture.",
    'The text says "mean" where the slide says "median".',
    "My path is C:\\Users\\me\\data.csv and it fails:\nFileNotFoundError",
    "Merci beaucoup, très clair !",
    "同意です。ありがとうございます。",
    "Same here, fixed by restarting 🎉",
    "See https://example.org/a?b=1,2 for the answer",
    "",
)
COMMENTS = (
    "Clear and short.",
    'Too much "theory"',
    "Could not hear\nthe second half",
    "Excelente curso",
    "Sound: 5/5, slides: 3\\5",
)
ANSWERS = ("42", "a, b and c", "See the attached file", 'print("hello")\nprint(1)')


def item_name(verb: int, topic: int) -> str:
    """The name of an item or lesson from two draws."""
    return f"{VERBS[verb % len(VERBS)]}: {TOPICS[topic % len(TOPICS)]}"


def rich_text(text: str) -> str:
    """The text in the JSON that the platform keeps content in (CML)."""
    import json

    value = f"<co-content><text>{text}</text></co-content>"
    return json.dumps(
        {"typeName": "cml", "definition": {"dtdId": "assess/1", "value": value}}, ensure_ascii=False
    )
