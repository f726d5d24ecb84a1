"""Builds the courses of the institution: an outline, its later versions, and the sessions that show them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from coursehouse.synthetic import texts
from coursehouse.synthetic.catalogue import ITEM_TYPES, TYPE_NAMED, ItemType
from coursehouse.synthetic.clock import DAY, HOUR, MINUTE, SECOND, WEEK
from coursehouse.synthetic.config import REEXPORT_AT, GeneratorConfig, Layout, snapshot_at
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.world import Branch, Course, Item, Lesson, Module, Session

MODULE_COUNT = 4
LESSONS_PER_MODULE = 3
LEVELS = ("Beginner", "Intermediate", None)


@dataclass
class _LessonOutline:
    lesson_id: str
    name: str
    items: list[Item] = field(default_factory=list)


@dataclass
class _ModuleOutline:
    module_id: str
    name: str
    lessons: list[_LessonOutline] = field(default_factory=list)


@dataclass
class _Author:
    """Writes one course: ids follow from the course and a running number, choices from `random`."""

    ids: Identifiers
    index: int
    random: Random
    count: int = 0
    used: set[str] = field(default_factory=set)

    def short_id(self, kind: str) -> str:
        """An id that no other item, lesson or module of the course has."""
        while True:
            self.count += 1
            identifier = self.ids.short(kind, self.index, self.count)
            if identifier not in self.used:
                self.used.add(identifier)
                return identifier

    def name(self) -> str:
        return texts.item_name(self.random.randrange(100), self.random.randrange(100))

    def item(self, item_type: ItemType) -> Item:
        is_optional = self.random.choice((False, False, False, False, True, None))
        return Item(self.short_id("item"), item_type, self.name(), is_optional, 0)

    def outline(self) -> list[_ModuleOutline]:
        """The original version: each module teaches, lets practise, examines; all kinds of items occur."""
        common = {"lecture", "supplement", "quiz", "exam"}
        special = [item_type for item_type in ITEM_TYPES if item_type.description not in common]
        self.random.shuffle(special)
        modules = []
        for _ in range(MODULE_COUNT):
            module = _ModuleOutline(self.short_id("module"), self.name())
            for _ in range(LESSONS_PER_MODULE):
                lesson = _LessonOutline(self.short_id("lesson"), self.name())
                lesson.items += [self.item(TYPE_NAMED["lecture"]) for _ in range(self.random.randint(2, 4))]
                lesson.items.append(self.item(TYPE_NAMED["supplement"]))
                lesson.items += [self.item(special.pop()) for _ in range(2) if special]
                module.lessons.append(lesson)
            module.lessons[0].items.append(self.item(TYPE_NAMED["quiz"]))
            module.lessons[-1].items.append(self.item(TYPE_NAMED["exam"]))
            modules.append(module)
        return modules

    def new_version(self, modules: list[_ModuleOutline]) -> list[_ModuleOutline]:
        """The next version: items removed, moved to another lesson, swapped, renamed, retyped and added."""
        copied = [
            _ModuleOutline(
                module.module_id,
                module.name,
                [
                    _LessonOutline(lesson.lesson_id, lesson.name, list(lesson.items))
                    for lesson in module.lessons
                ],
            )
            for module in modules
        ]
        lessons = [lesson for module in copied for lesson in module.lessons]
        removed, source, target, swapped, renamed, grown = self.random.sample(lessons, 6)
        del removed.items[0]
        target.items.insert(1, source.items.pop(1))
        swapped.items[0], swapped.items[1] = swapped.items[1], swapped.items[0]
        renamed.items[0] = replace(renamed.items[0], name=f"{renamed.items[0].name} (new)")
        grown.items.append(self.item(TYPE_NAMED["lecture"]))
        module = self.random.choice(copied)
        added = [self.item(TYPE_NAMED["lecture"]), self.item(TYPE_NAMED["supplement"])]
        module.lessons.append(_LessonOutline(self.short_id("lesson"), self.name(), added))
        self._grade_a_practice_quiz(lessons)
        self._drop_a_graded_tool(lessons)
        return copied

    def _drop_a_graded_tool(self, lessons: list[_LessonOutline]) -> None:
        for lesson in lessons:
            lesson.items = [item for item in lesson.items if item.item_type.description != "graded lti"]

    def _grade_a_practice_quiz(self, lessons: list[_LessonOutline]) -> None:
        for lesson in lessons:
            for place, item in enumerate(lesson.items):
                if item.item_type.description == "quiz":
                    lesson.items[place] = replace(item, item_type=TYPE_NAMED["exam"])
                    return

    def schedule_removals(self, versions: list[list[_ModuleOutline]]) -> None:
        """Marks what the authors do between two exports: delete an item of two branches, rename another."""
        first = versions[0][0].lessons
        first[1].items[0] = replace(first[1].items[0], is_removed_later=True)
        first[2].items[1] = replace(first[2].items[1], later_name=f"{first[2].items[1].name} (revised)")
        if len(versions) > 1:
            lesson = versions[1][1].lessons[0]
            lesson.items[0] = replace(lesson.items[0], is_removed_later=True)

    def freeze(self, modules: list[_ModuleOutline]) -> tuple[Module, ...]:
        """The modules with their orders, counted from 0 inside each parent."""
        return tuple(
            Module(
                module.module_id,
                module.name,
                texts.DESCRIPTIONS[module_order % len(texts.DESCRIPTIONS)],
                module_order,
                tuple(
                    Lesson(
                        lesson.lesson_id,
                        lesson.name,
                        lesson_order,
                        tuple(replace(item, order=order) for order, item in enumerate(lesson.items)),
                    )
                    for lesson_order, lesson in enumerate(module.lessons)
                ),
            )
            for module_order, module in enumerate(modules)
        )


def build_course(config: GeneratorConfig, ids: Identifiers, index: int) -> Course:
    """One course; its content depends on the seed and the index only, not on learners or layout."""
    random = Random(f"{config.seed}/course/{index}")
    author = _Author(ids, index, random)
    course_id = ids.token("course", index)
    snapshots = [snapshot_at(index)]
    if index == 0 and config.has_reexport:
        snapshots.append(REEXPORT_AT)
    launched_at = (
        snapshots[0] // DAY * DAY - (26 + 5 * (index % 3)) * WEEK + 9 * HOUR + random.randrange(3600) * SECOND
    )
    versions = [author.outline()]
    for _ in range(2 - index % 2):
        versions.append(author.new_version(versions[-1]))
    author.schedule_removals(versions)
    branches = _branches(ids, course_id, launched_at, [author.freeze(version) for version in versions])
    slug, name = texts.SUBJECTS[index % len(texts.SUBJECTS)]
    sessions = _sessions(ids, index, random, launched_at, branches)
    if config.layout is Layout.Y2016:
        branches = branches[:1]
        sessions = tuple(replace(session, branch_id=None) for session in sessions)
    return Course(
        index=index,
        course_id=course_id,
        slug=f"{slug}-{index + 1}",
        name=name,
        description=texts.DESCRIPTIONS[index % len(texts.DESCRIPTIONS)],
        level=None if config.layout is Layout.Y2016 else LEVELS[index % len(LEVELS)],
        preenrollment_at=launched_at - 5 * WEEK,
        launched_at=launched_at,
        verification_enabled_at=None if index % 4 == 3 else launched_at + 35 * MINUTE,
        sessions_enabled_at=launched_at + 2 * HOUR,
        updated_at=snapshots[0] // SECOND * SECOND - 9 * DAY,
        is_deleted=index % 7 == 6,
        branches=branches,
        sessions=sessions,
        deleted_item_ids=(author.short_id("item"), author.short_id("item")),
        revised_at=snapshots[0] // SECOND * SECOND + 20 * DAY if len(snapshots) > 1 else None,
        snapshots=tuple(snapshots),
    )


def _branches(
    ids: Identifiers, course_id: str, launched_at: int, contents: list[tuple[Module, ...]]
) -> tuple[Branch, ...]:
    """The original branch, its later versions, and a branch that was opened and never filled."""
    original = Branch(course_id, 1, None, None, None, contents[0])
    later = [
        Branch(
            f"branch~{ids.token('branch', course_id, number)}",
            number,
            f"Version {number}",
            texts.CHANGES[number % len(texts.CHANGES)] if modules else None,
            launched_at + (number - 1) * 5 * WEEK + 3 * MINUTE,
            modules,
        )
        for number, modules in enumerate([*contents[1:], ()], start=2)
    ]
    return (original, *later)


def _sessions(
    ids: Identifiers, index: int, random: Random, launched_at: int, branches: tuple[Branch, ...]
) -> tuple[Session, ...]:
    """Sessions every three weeks, some yet to come; each shows the newest filled branch older than it."""
    sessions = []
    first_monday = launched_at // DAY * DAY + 8 * HOUR
    for number in range(20):
        starts_at = first_monday + number * 3 * WEEK
        filled = [branch for branch in branches if branch.modules and (branch.created_at or 0) < starts_at]
        branch = filled[-1] if random.random() < 0.9 else filled[0]
        ends_at = starts_at + 6 * WEEK - HOUR - SECOND
        sessions.append(
            Session(
                session_id=ids.token("session", index, number),
                branch_id=None if number == 0 else branch.branch_id,
                starts_at=starts_at,
                ends_at=ends_at,
                enrollment_ends_at=starts_at + 6 * DAY,
                later_ends_at=ends_at + 2 * WEEK if number % 5 == 4 else None,
            )
        )
    return tuple(sessions)
