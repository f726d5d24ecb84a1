"""Builds course runs: chapters that teach, let practise and examine, with the oddities of real trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import DAY, HOUR, MINUTE, SECOND, WEEK, date_text, export_timestamp, instant
from coursehouse.synthetic.edx.config import NEWEST_AT, EdxConfig
from coursehouse.synthetic.edx.ids import EdxIds, RunKey
from coursehouse.synthetic.edx.runs import KINDS, Block, EdxRun, PlacedItem, Settings, item_type_of
from coursehouse.synthetic.world import Branch, Course, Item, Lesson, Module

CHAPTER_COUNT = 4
# far from the numbers of Coursera courses, so that the two share no random choices
INDEX_OFFSET = 1000
_DEPRECATED_STARTS = ("2014-03-03 10:00:00", "2014-10-06 10:00:00")
_DATES = frozenset({"start", "due"})
_PERIODS = ("1T", "2T", "3T")


@dataclass
class _Draft:
    """A block while the tree grows; own: the settings it states itself; hidden: the file leaves it out."""

    category: str
    name: str
    title: str | None
    own: dict[str, object] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)
    children: list[_Draft] = field(default_factory=list)
    is_hidden: bool = False


class _Author:
    """Writes the content of one run; runs of one outline (a course and its re-run) get the same names."""

    def __init__(self, config: EdxConfig, ids: EdxIds, outline: int, key: RunKey, starts_at: int) -> None:
        self.ids, self.outline, self.key, self.starts_at = ids, outline, key, starts_at
        self.random = Random(f"{config.seed}/edx course/{outline}")
        self.count = 0

    def block(self, category: str, *children: _Draft, **own: object) -> _Draft:
        self.count += 1
        title = texts.item_name(self.random.randrange(100), self.random.randrange(100))
        name = self.ids.digest("block", self.outline, self.count)
        return _Draft(category, name, title, dict(own), {}, list(children))

    def leaf(self, category: str, **more: object) -> _Draft:
        draft = self.block(category)
        draft.more = more
        return draft

    def problem(self, weight: float | None = None) -> _Draft:
        settings: dict[str, object] = {"max_attempts": 4, "showanswer": "attempted"}
        return self.leaf("problem", **(settings if weight is None else {**settings, "weight": weight}))

    def video(self) -> _Draft:
        return self.leaf("video", youtube_id_1_0=f"v{self.count:010}", html5_sources=[], sub="")

    def assessment(self) -> _Draft:
        return self.leaf("openassessment")

    def chapter(self, number: int) -> _Draft:
        """A chapter: two subsections that teach, one that counts; odd things at the edge of it."""
        start = self.starts_at + number * WEEK
        due = start + 2 * WEEK - 30 * MINUTE
        lectures = self.block("sequential", self.lecture(number), self.practice(), self.talk())
        second = self.block("sequential", self.lecture(number + 7), self.odd_unit(number))
        counted = [self.block("vertical", self.leaf("html"), self.problem(), self.problem())]
        if number % 2:
            counted.append(self.block("vertical", self.assessment()))
        name = "Final Exam" if number == CHAPTER_COUNT - 1 else "Homework"
        graded = self.block("sequential", *counted, graded=True, format=name, due=due)
        # in the old courses the first chapter claims to open before the course does
        early = DAY if self.key.is_deprecated and number == 0 else 0
        chapter = self.block("chapter", lectures, second, graded, start=start - early)
        if number == 0:
            notes = self.block("sequential", self.block("vertical", self.leaf("html")), hide_from_toc=True)
            chapter.children.append(notes)
        if self.key.is_deprecated and number == 0:
            # leaves directly in a subsection, whose category is one of the first years
            chapter.children.append(self.block("videosequence", self.video(), self.problem()))
        return chapter

    def lecture(self, number: int) -> _Draft:
        unit = self.block("vertical", self.video(), self.leaf("html"), self.video())
        if number % 3 == 1:
            unit.children[1].title = None
        return unit

    def practice(self) -> _Draft:
        return self.block("vertical", self.problem(), self.leaf("word_cloud", num_inputs=5))

    def talk(self) -> _Draft:
        topic = self.leaf("discussion", discussion_category="Week", discussion_target="Talk")
        topic.more["discussion_id"] = self.ids.digest("topic", topic.name)
        return self.block("vertical", topic, self.leaf("html"))

    def odd_unit(self, number: int) -> _Draft:
        """A unit whose content is chosen per learner, or which holds a tool of somebody else."""
        if number == 1:
            groups = [self.leaf("html"), self.leaf("html")]
            return self.block("vertical", self.block("split_test", *groups), self.video())
        if number == 2:
            absent = self.problem()
            absent.is_hidden = True
            return self.block("vertical", self.block("library_content", self.problem(), absent))
        return self.block("vertical", self.video(), self.leaf("lti_consumer"))

    def course(self, title: str, ends_at: int) -> _Draft:
        draft = self.block("course", *(self.chapter(number) for number in range(CHAPTER_COUNT)))
        draft.title, draft.name = title, self.key.run if self.key.is_deprecated else "course"
        draft.own = {"start": self.starts_at}
        draft.more = {
            "end": date_written(ends_at),
            "enrollment_start": date_written(self.starts_at - 8 * WEEK),
            "enrollment_end": date_written(ends_at - DAY),
            "advertised_start": None,
            "discussion_topics": {"General": {"id": "course"}},
        }
        return draft


def date_written(at: int, style: int = 0) -> str:
    """An instant as course authors' tools have written it over the years; style: which of them."""
    day, clock = export_timestamp(at // SECOND * SECOND).split(" ")
    return (f"{day}T{clock}Z", f"{day}T{clock}+00:00", f"{day}T{clock[:5]}Z", f'"{day}T{clock}Z"')[style]


class _Tree:
    """The blocks of a run, laid down in reading order."""

    def __init__(self, key: RunKey) -> None:
        self.key = key
        self.blocks: list[Block] = []
        self.items: list[PlacedItem] = []

    def lay(self, draft: _Draft, above: tuple[Block, ...], position: int | None, held: Settings) -> Block:
        """Adds a block and all below it."""
        settings = _settings(draft, held)
        block_id = self._id(draft)
        shown = [child for child in draft.children if not child.is_hidden]
        block = Block(
            block_id=block_id,
            category=draft.category,
            name=draft.name,
            title=draft.title,
            metadata=self._metadata(draft),
            children=tuple(self._id(child) for child in shown),
            absent=tuple(self._id(child) for child in draft.children if child.is_hidden),
            parent_id=above[-1].block_id if above else None,
            position=position,
            depth=len(above),
            order=len(self.blocks) + 1,
            path=" > ".join([*(block.block_id for block in above), block_id]),
            levels=_levels(above),
            settings=settings,
        )
        self.blocks.append(block)
        if draft.category in KINDS:
            self._place(block, above)
        for number, child in enumerate(shown, start=1):
            self.lay(child, (*above, block), number, settings)
        return block

    def _id(self, draft: _Draft) -> str:
        return self.key.block(draft.category, draft.name)

    def _metadata(self, draft: _Draft) -> dict[str, object]:
        own = {
            name: date_written(value, self._style(name))
            if isinstance(value, int) and name in _DATES
            else value
            for name, value in draft.own.items()
        }
        title = {} if draft.title is None else {"display_name": draft.title}
        return {**title, **own, **draft.more}

    def _place(self, block: Block, above: tuple[Block, ...]) -> None:
        chapter, sequential = above[1], above[2]
        unit = next((held for held in above[3:] if held.category == "vertical"), None)
        count = sum(item.sequential is sequential for item in self.items)
        numbers = ((chapter.position or 0) - 1, (sequential.position or 0) - 1, count)
        item_type = item_type_of(block.category, bool(block.settings.graded))
        self.items.append(PlacedItem(block, chapter, sequential, unit, numbers, item_type))

    def _style(self, name: str) -> int:
        """How a date is written: in one way today, in many when the old courses were made."""
        if not self.key.is_deprecated:
            return 0
        return 3 if name == "due" else 1 + len(self.blocks) % 2


def _levels(above: tuple[Block, ...]) -> tuple[str | None, str | None, str | None]:
    chapter = above[1].block_id if len(above) > 1 else None
    sequential = above[2].block_id if len(above) > 2 else None
    return chapter, sequential, next((held.block_id for held in above if held.category == "vertical"), None)


def _settings(draft: _Draft, held: Settings) -> Settings:
    own = draft.own
    start, due = own.get("start", held.start), own.get("due", held.due)
    assert start is None or isinstance(start, int)
    assert due is None or isinstance(due, int)
    # nothing opens before what holds it
    start = max(start or 0, held.start) if held.start is not None else start
    graded, hidden = own.get("graded", held.graded), own.get("hide_from_toc", held.hide_from_toc)
    name = own.get("format", held.format)
    return Settings(
        None if graded is None else bool(graded),
        None if name is None else str(name),
        start,
        due,
        None if hidden is None else bool(hidden),
    )


def build_run(config: EdxConfig, ids: EdxIds, index: int) -> EdxRun:
    """One course run: of three, the first is of today, the others an old course and its re-run."""
    round_, place = divmod(index, 3)
    is_deprecated = place > 0
    outline = round_ * 2 + is_deprecated
    slug, title = texts.SUBJECTS[outline % len(texts.SUBJECTS)]
    if is_deprecated:
        starts_at = instant(_DEPRECATED_STARTS[place - 1]) + round_ * 13 * WEEK
    else:
        starts_at = (NEWEST_AT - (15 + 5 * (round_ % 3)) * WEEK) // DAY * DAY + 9 * HOUR
    ends_at = starts_at + 16 * WEEK
    year, month = map(int, date_text(starts_at // DAY).split("-")[:2])
    run = f"{_PERIODS[(month - 1) // 4]}{year}" if is_deprecated else f"{year}_{_PERIODS[(month - 1) // 4]}"
    # a dash in the number, which makes names of files ambiguous
    number = "".join(word[0].upper() for word in slug.split("-")) + (f"-{outline}0.1x" if outline else "101x")
    key = RunKey(number, run, is_deprecated)
    tree = _Tree(key)
    author = _Author(config, ids, outline, key, starts_at)
    tree.lay(author.course(title, ends_at), (), None, Settings(None, None, None, None, None))
    items = tuple(tree.items)
    return EdxRun(
        key=key,
        course=_course(key, index, title, starts_at, items, author),
        blocks=tuple(tree.blocks),
        items=items,
        starts_at=starts_at,
        ends_at=ends_at,
        keeps_grades=place != 1,
    )


def _course(
    key: RunKey, index: int, title: str, starts_at: int, items: tuple[PlacedItem, ...], author: _Author
) -> Course:
    """The run as a course of one branch without sessions, which the people of the institution can walk."""
    modules: dict[str, Module] = {}
    for item in items:
        chapter = modules.setdefault(
            item.chapter.block_id,
            Module(item.chapter.block_id, item.chapter.title or "", "", item.numbers[0], ()),
        )
        lessons = {lesson.lesson_id: lesson for lesson in chapter.lessons}
        lesson = lessons.get(
            item.sequential.block_id,
            Lesson(item.sequential.block_id, item.sequential.title or "", item.numbers[1], ()),
        )
        lessons[lesson.lesson_id] = Lesson(
            lesson.lesson_id, lesson.name, lesson.order, (*lesson.items, _item(item))
        )
        modules[chapter.module_id] = Module(
            chapter.module_id, chapter.name, "", chapter.order, tuple(lessons.values())
        )
    deleted = tuple(key.block("problem", author.ids.digest("deleted", author.outline, n)) for n in (1, 2))
    return Course(
        index=INDEX_OFFSET + index,
        course_id=key.canonical,
        slug=key.file_part,
        name=title,
        description="",
        level=None,
        preenrollment_at=starts_at - 8 * WEEK,
        launched_at=starts_at,
        verification_enabled_at=None,
        sessions_enabled_at=None,
        updated_at=starts_at,
        is_deleted=False,
        branches=(Branch(key.canonical, 1, None, None, None, tuple(modules.values())),),
        sessions=(),
        deleted_item_ids=deleted,
        revised_at=None,
        snapshots=(NEWEST_AT,),
    )


def _item(placed: PlacedItem) -> Item:
    """The item as a course of any platform has it."""
    title = placed.block.title or placed.block.name
    return Item(placed.block.block_id, placed.item_type, title, False, placed.numbers[2])
