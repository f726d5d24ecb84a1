"""The truth about persons: profiles, survey answers, shares of learners, and ids for surveys outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coursehouse.synthetic.catalogue import LEARNER
from coursehouse.synthetic.people import PLATFORM_OPENED_AT, PROFILE_COLUMNS, Person, Profile
from coursehouse.synthetic.tables_people import survey_id
from coursehouse.synthetic.truth_enrollments import current_role
from coursehouse.synthetic.truth_survey import CODES, by_code, last_answers, survey_mart, times_of
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Known, Mart

_UNKNOWN = "unknown"
# the words of the guide's values that do not follow from the values themselves
_WORDS = {
    "SELF_EMPLOYED_FULL_TIME": "self-employed full time",
    "UNEMPLOYED_LOOKING_FOR_WORK": "unemployed, looking for work",
    "BACHELOR_DEGREE": "bachelor degree",
    "MASTERS_DEGREE": "master degree",
    "COLLEGE_NO_DEGREE": "college without a degree",
    "DOCTORATE_DEGREE": "doctorate",
    "NOT_DEGREE_STUDENT": "not a degree student",
    "FULL_TIME_DEGREE_STUDENT": "full-time degree student",
    "PART_TIME_DEGREE_STUDENT": "part-time degree student",
    "other": _UNKNOWN,
}
_LABELS = ("gender_label", "employment_status_label", "educational_attainment_label", "student_status_label")


def learner_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The marts about learners by name."""
    profiles = _profiles(views)
    return {
        "users": _users(views, profiles),
        "users__survey_answers": survey_mart(views),
        "users_courses__demographics": _demographics(views, profiles),
        "courses_attributes__learner_shares": _shares(views, profiles),
        "users_courses__survey_ids": _survey_ids(views),
    }


def _person(known: Known) -> Person:
    return known.standing.participation.person


def _profiles(views: Sequence[CourseView]) -> dict[str, Profile]:
    """By user id the profile that the newest export says, of those exports that list the person."""
    return {
        known.user_id: _person(known).profile_at(view.at)
        for view in sorted(views, key=lambda view: view.at)
        for known in view.people
        if known.standing.is_listed
    }


def _attributes(profile: Profile | None) -> tuple[str | None, ...]:
    """The values of PROFILE_COLUMNS."""
    return profile.attributes if profile else (None,) * len(PROFILE_COLUMNS)


def _label(value: str | None) -> str:
    if value is None:
        return _UNKNOWN
    return _WORDS.get(value, value.lower().replace("_", " "))


def _labels(profile: Profile | None) -> tuple[str, ...]:
    """The values of _LABELS."""
    return tuple(_label(value) for value in _attributes(profile)[4:])


def _users(views: Sequence[CourseView], profiles: dict[str, Profile]) -> Mart:
    about = (*PROFILE_COLUMNS, *_LABELS, "birth_year")
    columns = ("platform", "user_id", *about, "is_join_time_default", "joined_at")
    rows: list[tuple[Fact, ...]] = [
        (
            PLATFORM,
            user_id,
            *_attributes(profile),
            *_labels(profile),
            None,
            profile.joined_at == PLATFORM_OPENED_AT,
            profile.joined_at,
        )
        for user_id, profile in profiles.items()
    ]
    return Mart(columns, rows)


def _demographics(views: Sequence[CourseView], profiles: dict[str, Profile]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_id",
        "latest_role",
        *PROFILE_COLUMNS,
        *_LABELS,
        "birth_year",
        *(f"survey_{code}" for code in CODES),
        "was_enrolled",
        "is_enrolled",
        "is_active",
        "has_profile",
        "joined_at",
        "survey_answered_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known in view.people:
            standing = known.standing
            if not standing.memberships:
                continue
            profile = profiles.get(known.user_id)
            # the survey has another id where domains are isolated, and knows nobody whom no export lists
            is_told = profile is not None and not view.ids.is_isolated
            last = last_answers(view.ids.seed, _person(known)) if is_told else {}
            role = current_role(standing)
            rows.append(
                (
                    PLATFORM,
                    known.user_id,
                    view.course.course_id,
                    role,
                    *_attributes(profile),
                    *_labels(profile),
                    None,
                    *by_code(last),
                    standing.was_learner,
                    role == LEARNER,
                    bool(standing.progress),
                    profile is not None,
                    profile.joined_at if profile else None,
                    max(times_of(last), default=None),
                )
            )
    return Mart(columns, rows)


def _shares(views: Sequence[CourseView], profiles: dict[str, Profile]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "attribute",
        "attribute_value",
        "attribute_label",
        "ever_enrolled_count",
        "learner_count",
        "enrolled_count",
        "active_count",
        "learner_fraction",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        counts: Counter[tuple[str, str]] = Counter()
        enrolled: Counter[tuple[str, str]] = Counter()
        active: Counter[tuple[str, str]] = Counter()
        for known in view.learners:
            values = set(_values(known, profiles))
            counts.update(values)
            enrolled.update(values if current_role(known.standing) == LEARNER else ())
            active.update(values if known.standing.progress else ())
        total = len(view.learners)
        for (attribute, value), count in counts.items():
            is_worded = attribute not in ("role", "country", "profile_language", "browser_language")
            label = _label(value) if is_worded else value
            key = (PLATFORM, view.course.course_id, attribute, value, label)
            numbers = (count, enrolled[attribute, value], active[attribute, value], count / total)
            rows.append((*key, total, *numbers))
    return Mart(columns, rows)


def _values(known: Known, profiles: dict[str, Profile]) -> Iterator[tuple[str, str]]:
    """Attribute and value of everything that is counted of a learner."""
    country, _, *rest = _attributes(profiles.get(known.user_id))
    names = (
        "country",
        "profile_language",
        "browser_language",
        "gender",
        "employment_status",
        "educational_attainment",
        "student_status",
    )
    for name, value in zip(names, (country, *rest), strict=True):
        yield name, value or _UNKNOWN
    for _, role in known.standing.memberships:
        yield "role", role


def _survey_ids(views: Sequence[CourseView]) -> Mart:
    """Nothing where id domains are isolated."""
    rows: list[tuple[Fact, ...]] = [
        (
            PLATFORM,
            known.user_id,
            view.course.course_id,
            survey_id(view.ids, view.course, known.standing),
        )
        for view in views
        for known in view.people
        if known.standing.is_listed and not view.ids.is_isolated
    ]
    return Mart(("platform", "user_id", "course_id", "survey_user_id"), rows)
