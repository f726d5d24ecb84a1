"""The truth about persons on edX: profiles, names, anonymous ids, and shares of learners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coursehouse.synthetic.catalogue import LEARNER
from coursehouse.synthetic.edx.profiles import EdxProfile
from coursehouse.synthetic.edx.reports import reported_birth_year
from coursehouse.synthetic.edx.tables_people import cohort_of, team_of, wants_mail
from coursehouse.synthetic.edx.truth_view import PLATFORM, EdxStanding, EdxView, mart_of
from coursehouse.synthetic.truth_view import Fact, Mart

_UNKNOWN = "unknown"
_GENDERS = {"m": "male", "f": "female", "o": "other"}
_DEGREES = {
    "p": "doctorate",
    "m": "master or professional degree",
    "b": "bachelor degree",
    "a": "associate degree",
    "hs": "secondary school",
    "jhs": "junior secondary school",
    "el": "primary school",
    "none": "no formal education",
    "other": "other education",
}
# by attribute of courses_attributes__learner_shares: the column that tells it
_ATTRIBUTES = {
    "country": "country_cd",
    "profile_language": "profile_language_cd",
    "browser_language": "browser_language_cd",
    "gender": "reported_or_inferred_gender",
    "employment_status": "employment_status",
    "educational_attainment": "educational_attainment",
    "student_status": "student_status",
}
PROFILE_COLUMNS = (
    "platform", "user_id", "course_id", "enrollment_mode", "verification_status",
    "reported_verification_status",
    "cohort_name", "team_name", "language_cds", "report_differences", "is_opted_in_for_email",
    "has_report_row",
    "verification_checked_at", "email_preference_set_at",
)  # fmt: skip
IDENTITY_COLUMNS = (
    "platform", "user_id", "username", "email", "full_name", "first_name", "last_name",
    "mailing_address", "city",
    "goals", "bio",
)  # fmt: skip
ID_COLUMNS = (
    "platform", "anonymous_user_id", "user_id", "course_id", "is_ambiguous", "is_in_package", "is_in_report",
)  # fmt: skip


def edx_learner_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The marts about persons by name; all packages and reports are loaded."""
    profiles = _profiles(views)
    return {
        "users": mart_of("users", [row for row, _ in profiles.values()]),
        "users__identity": Mart(IDENTITY_COLUMNS, list(_identities(views))),
        "anonymous_ids": Mart(ID_COLUMNS, list(_anonymous_ids(views))),
        "users_courses__profiles": Mart(PROFILE_COLUMNS, list(_course_profiles(views))),
        "users_courses__demographics": mart_of(
            "users_courses__demographics", list(_demographics(views, profiles))
        ),
        "courses_attributes__learner_shares": mart_of(
            "courses_attributes__learner_shares", list(_shares(views, profiles))
        ),
    }


_Profiles = dict[str, tuple[dict[str, Fact], EdxProfile]]


def _profiles(views: Sequence[EdxView]) -> _Profiles:
    """By user id what is known of everybody who ever enrolled."""
    profiles: _Profiles = {}
    for view in views:
        for taking in view.state.enrolled:
            user_id, told = str(view.state.ids.user(taking.index)), view.state.profile(taking)
            row: dict[str, Fact] = {
                "platform": PLATFORM,
                "user_id": user_id,
                "country_cd": told.country or None,
                "profile_language_cd": told.language,
                "reported_or_inferred_gender": told.gender or None,
                "educational_attainment": told.education or None,
                "gender_label": _GENDERS.get(told.gender or "", _UNKNOWN),
                "employment_status_label": _UNKNOWN,
                "educational_attainment_label": _DEGREES.get(told.education or "", _UNKNOWN),
                "student_status_label": _UNKNOWN,
                "birth_year": told.year_of_birth,
                "is_join_time_default": False,
                "joined_at": told.joined_at,
            }
            profiles[user_id] = row, told
    return profiles


def _identities(views: Sequence[EdxView]) -> Iterator[tuple[Fact, ...]]:
    people = {taking.index: (view, taking) for view in views for taking in view.state.enrolled}
    for index, (view, taking) in people.items():
        ids, told = view.state.ids, view.state.profile(taking)
        who = (PLATFORM, str(ids.user(index)), ids.username(index), ids.email(index), ids.full_name(index))
        yield (*who, None, None, None, None, told.goals or None, told.bio)


def _anonymous_ids(views: Sequence[EdxView]) -> Iterator[tuple[Fact, ...]]:
    general: dict[int, EdxView] = {}
    for view in views:
        enrolled = {taking.index for taking in view.state.enrolled}
        general.update(dict.fromkeys(enrolled, view))
        ids = view.state.ids
        for taking in view.state.takings:
            user_id, own = str(ids.user(taking.index)), ids.anonymous(taking.index, view.state.key)
            yield (PLATFORM, own, user_id, view.course.course_id, False, True, taking.index in enrolled)
    for index, view in general.items():
        ids = view.state.ids
        yield (PLATFORM, ids.anonymous(index, None), str(ids.user(index)), None, False, True, True)


def _course_profiles(views: Sequence[EdxView]) -> Iterator[tuple[Fact, ...]]:
    for view in views:
        state = view.state
        for taking in state.enrolled:
            held = taking.enrollment
            assert held is not None
            mode, is_listed = held.mode(state.at), held.is_active(state.at)
            told = state.profile(taking)
            differs = is_listed and reported_birth_year(state, taking) != told.year_of_birth
            yield (
                PLATFORM,
                str(state.ids.user(taking.index)),
                view.course.course_id,
                mode,
                None,
                "ID Verified" if is_listed and mode == "verified" else None,
                cohort_of(state, taking),
                team_of(state, taking),
                told.language,
                "birth_year" if differs else None,
                wants_mail(state, taking),
                is_listed,
                None,
                held.created_at,
            )


def _demographics(views: Sequence[EdxView], profiles: _Profiles) -> Iterator[dict[str, Fact]]:
    left_out = {"is_join_time_default"}
    nothing: dict[str, Fact] = {
        f"{name}_label": _UNKNOWN
        for name in ("gender", "employment_status", "educational_attainment", "student_status")
    }
    for view in views:
        for known in view.people:
            standing = known.standing
            assert isinstance(standing, EdxStanding)
            if standing.role is None:
                continue
            row, _ = profiles.get(known.user_id, (nothing, None))
            yield {
                **{name: value for name, value in row.items() if name not in left_out},
                "platform": PLATFORM,
                "user_id": known.user_id,
                "course_id": view.course.course_id,
                "latest_role": standing.role,
                "was_enrolled": standing.was_learner,
                "is_enrolled": standing.role == LEARNER,
                "is_active": bool(standing.progress),
                "has_profile": known.user_id in profiles,
            }


def _shares(views: Sequence[EdxView], profiles: _Profiles) -> Iterator[dict[str, Fact]]:
    for view in views:
        counts: Counter[tuple[str, str, str]] = Counter()
        enrolled: Counter[tuple[str, str, str]] = Counter()
        active: Counter[tuple[str, str, str]] = Counter()
        for known in view.learners:
            standing = known.standing
            assert isinstance(standing, EdxStanding)
            row, _ = profiles[known.user_id]
            values = [("role", str(standing.role), str(standing.role))]
            for attribute, column in _ATTRIBUTES.items():
                value = str(row.get(column) or _UNKNOWN)
                values.append((attribute, value, str(row.get(f"{attribute}_label") or value)))
            counts.update(values)
            enrolled.update(values if standing.role == LEARNER else ())
            active.update(values if standing.progress else ())
        for key, count in counts.items():
            attribute, value, label = key
            yield {
                "platform": PLATFORM,
                "course_id": view.course.course_id,
                "attribute": attribute,
                "attribute_value": value,
                "attribute_label": label,
                "ever_enrolled_count": len(view.learners),
                "learner_count": count,
                "enrolled_count": enrolled[key],
                "active_count": active[key],
                "learner_fraction": count / len(view.learners),
            }
