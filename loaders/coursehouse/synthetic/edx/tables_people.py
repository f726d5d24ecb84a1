"""The rows of the tables about persons, their enrollments, roles and ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic.clock import DAY, HOUR
from coursehouse.synthetic.edx.behaviour import Taking
from coursehouse.synthetic.edx.dialect import Row, Table, Value, written
from coursehouse.synthetic.edx.profiles import EdxProfile
from coursehouse.synthetic.edx.state import RunState

_USER_COLUMNS = (
    "id", "username", "first_name", "last_name", "email", "password", "is_staff", "is_active", "is_superuser",
    "last_login", "date_joined", "status", "email_key", "avatar_type", "country", "show_country",
    "date_of_birth", "interesting_tags", "ignored_tags", "email_tag_filter_strategy",
    "display_tag_filter_strategy", "consecutive_days_visit_count",
)  # fmt: skip
_PROFILE_COLUMNS = (
    "id", "user_id", "name", "language", "location", "meta", "courseware", "gender", "mailing_address",
    "year_of_birth", "level_of_education", "goals", "country", "city", "bio", "profile_image_uploaded_at",
    "state",
)  # fmt: skip
PARTITION = "xblock.partition_service.partition_0"


def people_tables(state: RunState) -> Iterator[Table]:
    """The tables in the order of a package."""
    yield from _accounts(state)
    yield _enrollments(state)
    yield from _roles(state)
    yield from _ids(state)
    yield from _groups(state)


def _accounts(state: RunState) -> Iterator[Table]:
    users: list[Row] = []
    profiles: list[Row] = []
    languages: list[Row] = []
    for taking in state.enrolled:
        index, user_id = taking.index, state.ids.user(taking.index)
        profile = state.profile(taking)
        staff = (taking.role == "instructor", True, False)
        login = written(profile.last_login_at)
        head = (user_id, state.ids.username(index), "", "", state.ids.email(index), "", *staff)
        old: Row = ("", None, "", "", False, None, "", "", 0, 0, 0)
        users.append((*head, login, written(profile.joined_at), *old))
        profiles.append(_profile(state, taking, profile))
        if profile.language is not None:
            languages.append((user_id + 1, user_id, profile.language))
    yield Table("auth_user", _USER_COLUMNS, users)
    yield Table("auth_userprofile", _PROFILE_COLUMNS, profiles)
    yield Table("student_languageproficiency", ("id", "user_profile_id", "code"), languages)


def _profile(state: RunState, taking: Taking, profile: EdxProfile) -> Row:
    # a profile is counted apart from its account; here it happens to have the same number
    user_id = state.ids.user(taking.index)
    image = written(profile.joined_at + DAY) if profile.bio else None
    about = (profile.gender, None, profile.year_of_birth, profile.education, profile.goals)
    where = (profile.country, None, profile.bio, image, None)
    return (
        user_id,
        user_id,
        state.ids.full_name(taking.index),
        "",
        "",
        profile.meta,
        "course.xml",
        *about,
        *where,
    )


def _enrollments(state: RunState) -> Table:
    rows: list[Row] = []
    for number, taking in state.numbered:
        held = taking.enrollment
        if held is None or held.created_at >= state.at:
            continue
        now = (held.is_active(state.at), held.mode(state.at))
        user_id = state.ids.user(taking.index)
        rows.append((state.row_id(number), user_id, state.written, written(held.created_at), *now))
    return Table(
        "student_courseenrollment", ("id", "user_id", "course_id", "created", "is_active", "mode"), rows
    )


def _roles(state: RunState) -> Iterator[Table]:
    access: list[Row] = []
    forum: list[Row] = []
    for taking in state.takings:
        user_id = state.ids.user(taking.index)
        if taking.role is not None:
            access.append((state.key.org, state.written, user_id, taking.role))
        if taking.enrollment is not None:
            name = "Administrator" if taking.role == "instructor" else "Student"
            forum.append((state.written, user_id, name))
    yield Table("student_courseaccessrole", ("org", "course_id", "user_id", "role"), access)
    yield Table("django_comment_client_role_users", ("course_id", "user_id", "name"), forum)


def _ids(state: RunState) -> Iterator[Table]:
    ids = state.ids
    people = [(taking.index, ids.user(taking.index)) for taking in state.enrolled]
    yield Table(
        "user_id_map",
        ("hash_id", "user_id", "username"),
        [(ids.anonymous(index, None), user_id, ids.username(index)) for index, user_id in people],
    )
    anonymous = [
        (state.row_id(number), ids.user(taking.index), ids.anonymous(taking.index, state.key), state.written)
        for number, taking in state.numbered
    ]
    columns = ("id", "user_id", "anonymous_user_id", "course_id")
    yield Table("student_anonymoususerid", columns, anonymous)


def _draw(state: RunState, taking: Taking) -> int:
    return int(state.ids.digest("group", taking.index)[:2], 16)


def cohort_of(state: RunState, taking: Taking) -> str | None:
    """The cohort that a learner is in."""
    draw = _draw(state, taking)
    return f"Group {draw % 2 + 1}" if draw % 3 == 0 else None


def team_of(state: RunState, taking: Taking) -> str | None:
    """The team that a learner is in."""
    draw = _draw(state, taking)
    return f"Team \\{draw % 2 + 1}" if draw % 3 == 1 else None


def wants_mail(state: RunState, taking: Taking) -> bool:
    """Whether a learner agreed to mail from the organisation."""
    return int(state.ids.digest("mail", taking.index)[:2], 16) % 3 > 0


def _groups(state: RunState) -> Iterator[Table]:
    """Cohorts, experiment groups and teams; a third of the learners are in each kind of group."""
    ids = state.ids
    tags: list[Row] = []
    cohorts: list[Row] = []
    members: list[Row] = []
    for number, taking in state.numbered:
        user_id, draw = ids.user(taking.index), _draw(state, taking)
        if taking.enrollment is None or taking.enrollment.created_at >= state.at:
            continue
        cohort = cohort_of(state, taking)
        if cohort is not None:
            tags.append((state.row_id(number), user_id, PARTITION, state.written, str(draw % 2)))
            cohorts.append((user_id, state.written, "cohort", cohort))
        if team_of(state, taking) is not None:
            joined = taking.enrollment.created_at
            times = (written(joined), written(joined + HOUR))
            members.append((state.row_id(number), user_id, state.row_id(1 + draw % 2), *times))
    started = written(state.run.starts_at)
    teams: list[Row] = []
    for number in (1, 2):
        team_id = f"team-{number}-{ids.digest('team', state.key.run, number)}"
        topic = ids.digest("team topic", state.key.written, number)
        words: tuple[Value, ...] = (
            f"Team \\{number}",
            state.written,
            "topic",
            started,
            "We meet\r\non Mondays",
        )
        sizes = (started, sum(member[2] == state.row_id(number) for member in members))
        teams.append((state.row_id(number), team_id, *words, "FR", "fr", topic, *sizes))
    yield Table("user_api_usercoursetag", ("id", "user_id", "key", "course_id", "value"), tags)
    yield Table("course_groups_cohortmembership", ("user_id", "course_id", "group_type", "name"), cohorts)
    yield Table(
        "teams",
        (
            "id", "team_id", "name", "course_id", "topic_id", "date_created", "description",
            "country", "language",
            "discussion_topic_id", "last_activity_at", "team_size",
        ),
        teams,
    )  # fmt: skip
    yield Table("teams_membership", ("id", "user_id", "team_id", "date_joined", "last_activity_at"), members)


def email_opt_in(states: Sequence[RunState]) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows of the organisation's list of who may be written to."""
    columns = (
        "user_id", "username", "email", "full_name", "course_id", "is_opted_in_for_email",
        "preference_set_datetime"
    )  # fmt: skip
    rows: list[Row] = []
    for state in states:
        for taking in state.enrolled:
            index = taking.index
            assert taking.enrollment is not None
            wants = wants_mail(state, taking)
            since = written(taking.enrollment.created_at)
            name = (state.ids.username(index), state.ids.email(index), state.ids.full_name(index))
            rows.append((state.ids.user(index), *name, state.written, str(wants), since))
    return columns, rows
