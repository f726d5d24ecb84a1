"""The code lists of the platform, as its lookup tables export them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ItemType:
    """A row of course_item_types, with the kind of item a reader would call it."""

    type_id: int
    description: str
    category: str | None
    is_graded: bool | None
    kind: str
    is_deprecated: bool = False


ITEM_TYPES = (
    ItemType(1, "lecture", "lecture", False, "video"),
    ItemType(2, "quiz", "quiz", False, "quiz_practice"),
    ItemType(3, "supplement", "supplement", False, "reading"),
    ItemType(4, "exam", "quiz", True, "quiz_graded"),
    ItemType(5, "graded peer", "peer", True, "peer"),
    ItemType(6, "programming", "programming", True, "programming", True),
    ItemType(7, "graded programming", "programming", True, "programming"),
    ItemType(8, "ungraded programming", "programming", False, "programming"),
    ItemType(9, "peer", "peer", False, "peer"),
    ItemType(10, "phased peer", "peer", True, "peer"),
    ItemType(11, "closed peer", "peer", True, "peer"),
    ItemType(12, "discussion prompt", "discussionPrompt", False, "discussion"),
    ItemType(13, "graded discussion prompt", "discussionPrompt", True, "discussion"),
    ItemType(14, "graded lti", "lti", True, "lti"),
    ItemType(15, "ungraded lti", "lti", False, "lti"),
    ItemType(16, "slideshow", "slideshow", False, "reading", True),
    ItemType(17, "assess open single page", "quiz", False, "quiz_practice", True),
    ItemType(18, "notebook", "notebook", None, "other"),
    ItemType(19, "staff graded", "staffGraded", True, "other"),
    ItemType(20, "widget", "widget", False, "other"),
    ItemType(21, "ungraded widget", "widget", False, "other"),
    ItemType(22, "others", None, None, "other"),
    ItemType(23, "team review", "peer", None, "other"),
)
TYPE_NAMED = {item_type.description: item_type for item_type in ITEM_TYPES}

COURSE_PASSING_STATES = ((0, "not passed"), (1, "passed"), (2, "verified passed"), (3, "not passable"))
NOT_PASSED, PASSED, VERIFIED_PASSED, NOT_PASSABLE = range(4)
PASSING_STATE_NAMES = dict(COURSE_PASSING_STATES)
ITEM_PASSING_STATES = COURSE_PASSING_STATES[:3]
PROGRESS_STATES = ((1, "started"), (2, "completed"))
STARTED, COMPLETED = 1, 2
LEARNER, PRE_ENROLLED, BROWSER, NOT_ENROLLED = "LEARNER", "PRE_ENROLLED_LEARNER", "BROWSER", "NOT_ENROLLED"
STAFF_ROLES = ("MENTOR", "INSTRUCTOR", "UNIVERSITY_ADMIN", "TEACHING_STAFF")
ASSESSMENT_TYPES = (
    (1, "survey"),
    (2, "open single page"),
    (3, "quick questions"),
    (4, "in video"),
    (5, "course quick"),
    (6, "formative"),
    (7, "summative"),
)
QUESTION_TYPES = (
    (1, "text exact match"),
    (2, "checkbox"),
    (3, "single numeric"),
    (4, "mcqReflect"),
    (5, "math expression"),
    (6, "regex"),
    (7, "reflect"),
    (8, "continue"),
    (9, "checkbox poll"),
    (10, "poll"),
    (11, "mcq"),
    (12, "checkboxReflect"),
)
SCOPE_TYPES = (
    (1, "superuser student"),
    (2, "opencourse"),
    (3, "opencourse global"),
    (4, "session"),
    (5, "other"),
    (6, "global"),
)
PATTERN_TYPES = ((1, "regex"), (2, "interval"), (3, "number"))
PATTERN_FLAG_TYPES = (
    (1, "CANON_EQ"),
    (2, "MULTILINE"),
    (4, "UNIX_LINES"),
    (8, "DOTALL"),
    (16, "UNICODE_CHARACTER_CLASS"),
    (32, "UNICODE_CASE"),
    (64, "CASE_INSENSITIVE"),
    (128, "COMMENTS"),
    (256, "LITERAL"),
)
GLOBAL_ITEM_TYPES = (
    (1, "lecture", "A video with its captions"),
    (2, "reading", "A page of text"),
    (3, "quizAssessment", "A quiz, graded or not"),
    (4, "peerReviewAssignment", "An assignment that peers review"),
    (5, "programmingAssignment", "An assignment that a grader runs"),
    (6, "ltiTool", "A tool of another provider"),
    (7, "teamReview", "A review of team mates"),
)
GLOBAL_TYPE_OF_KIND = {
    "video": 1,
    "reading": 2,
    "quiz_graded": 3,
    "quiz_practice": 3,
    "peer": 4,
    "programming": 5,
    "lti": 6,
}
