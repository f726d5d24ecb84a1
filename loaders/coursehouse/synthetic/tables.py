"""All tables of one export."""

from __future__ import annotations

from coursehouse.synthetic.behaviour import CourseCast
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.tables_code_blocks import code_block_tables
from coursehouse.synthetic.tables_content import content_tables
from coursehouse.synthetic.tables_extras import extra_tables
from coursehouse.synthetic.tables_feedback import feedback_tables
from coursehouse.synthetic.tables_forum import forum_tables
from coursehouse.synthetic.tables_global import global_item_tables
from coursehouse.synthetic.tables_peer import peer_tables
from coursehouse.synthetic.tables_people import people_tables
from coursehouse.synthetic.tables_programming import programming_tables
from coursehouse.synthetic.tables_quizzes import quiz_tables
from coursehouse.synthetic.tables_survey import survey_tables
from coursehouse.synthetic.writer import Rows


def export_tables(
    config: GeneratorConfig,
    ids: Identifiers,
    cast: CourseCast,
    taken_at: int,
    standings: tuple[Standing, ...],
) -> dict[str, Rows]:
    """The rows of every table that the simulation fills, as an export taken at this instant lists them.

    standings: of everybody whom the export knows, at that instant.
    """
    course, work = cast.course, cast.work
    known = [standing.participation for standing in standings]
    return {
        **content_tables(ids, course, taken_at),
        **people_tables(ids, course, taken_at, standings),
        **quiz_tables(ids, course, taken_at, work.quizzes, known),
        **peer_tables(ids, course, taken_at, work.peer, known),
        **programming_tables(ids, course, taken_at, work.programming, known),
        **forum_tables(ids, config.layout, course, taken_at, cast.forum),
        **code_block_tables(ids, course, taken_at, known),
        **feedback_tables(ids, course, taken_at, known),
        **survey_tables(ids, config.seed, standings),
        **global_item_tables(ids, course, taken_at, work),
        **extra_tables(ids, course, taken_at, standings),
    }
