"""The truth about who takes part in forums, and about the forums of whole courses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from coursehouse.synthetic.catalogue import LEARNER
from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.truth_discussions import (
    DOMAIN,
    SeenForum,
    kind_of,
    person_of,
    post_truth,
    second_of,
    seen_forum,
)
from coursehouse.synthetic.truth_enrollments import current_role
from coursehouse.synthetic.truth_view import CourseView, Fact, Mart, mean_of, median_of, share


def discussion_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The discussion marts by name."""
    return forum_truth([seen_forum(view) for view in views])


def forum_truth(forums: Sequence[SeenForum]) -> dict[str, Mart]:
    """The discussion marts by name, of forums as they were seen last."""
    return {
        **post_truth(forums),
        "users_courses__forum_activity": _activity(forums),
        "courses__forum_summary": _summaries(forums),
    }


def _activity(forums: Iterable[SeenForum]) -> Mart:
    columns = (
        "platform",
        "discussions_user_id",
        "course_id",
        "user_id",
        "question_count",
        "answer_count",
        "reply_count",
        "answered_thread_count",
        "up_vote_given_count",
        "down_vote_given_count",
        "net_vote_received_count",
        "open_flag_count",
        "following_count",
        "median_response_seconds",
        "first_active_at",
        "last_active_at",
    )
    return Mart(columns, [row for seen in forums for row in _people(seen)])


def _people(seen: SeenForum) -> Iterable[tuple[Fact, ...]]:
    written: dict[int, Counter[str]] = defaultdict(Counter)
    said: dict[int, Counter[tuple[str, int]]] = defaultdict(Counter)
    received: Counter[int] = Counter()
    helped: dict[int, set[str]] = defaultdict(set)
    waits: dict[int, list[float]] = defaultdict(list)
    times: dict[int, list[int]] = defaultdict(list)
    votes = seen.votes_on()
    for post in seen.posts.values():
        person = person_of(post)
        written[person][kind_of(post)] += 1
        received[person] += votes[post.post_id]["vote", 1] - votes[post.post_id]["vote", -1]
        times[person].append(post.at)
        thread = None if post.is_thread else seen.posts.get(post.thread_id)
        if thread and person_of(thread) != person:
            helped[person].add(thread.post_id)
            if kind_of(post) == "answer":
                waits[person].append((post.at - thread.at) / SECOND)
    for (kind, person, post_id), reaction in seen.reactions.items():
        said[person][kind, reaction.value] += 1
        if kind != "following":
            times[person] += [seen.first_reacted_at[kind, person, post_id], second_of(reaction.at)]
    for person in sorted(written.keys() | said.keys()):
        posts, reactions = written[person], said[person]
        domain_id, user_id = seen.view.domain_ids(person, DOMAIN)
        yield (
            seen.view.platform,
            domain_id,
            seen.view.course.course_id,
            user_id,
            posts["question"],
            posts["answer"],
            posts["reply"],
            len(helped[person]),
            reactions["vote", 1],
            reactions["vote", -1],
            received[person],
            reactions["flag", 1],
            reactions["following", 1],
            median_of(waits[person]),
            min(times[person], default=None),
            max(times[person], default=None),
        )


def _summaries(forums: Iterable[SeenForum]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "ever_enrolled_count",
        "enrolled_count",
        "active_count",
        "post_count",
        "question_count",
        "answer_count",
        "reply_count",
        "orphaned_post_count",
        "unanswered_question_count",
        "poster_count",
        "posting_learner_count",
        "voter_count",
        "net_vote_count",
        "unanswered_fraction",
        "posting_learner_fraction",
        "mean_first_response_seconds",
        "median_first_response_seconds",
        "first_posted_at",
        "last_posted_at",
    )
    return Mart(columns, [_summary(seen) for seen in forums])


def _summary(seen: SeenForum) -> tuple[Fact, ...]:
    view = seen.view
    learners = {known.standing.participation.person.index: known.standing for known in view.learners}
    kinds = Counter(map(kind_of, seen.posts.values()))
    threads = [post for post in seen.posts.values() if post.is_thread]
    first = [(thread, seen.first_response(thread)) for thread in threads]
    waits = [(answer.at - thread.at) / SECOND for thread, answer in first if answer]
    posters = {person_of(post) for post in seen.posts.values()}
    posting = None if view.ids.is_isolated else len(posters & learners.keys())
    votes = [(key[1], reaction.value) for key, reaction in seen.reactions.items() if key[0] == "vote"]
    times = [post.at for post in seen.posts.values()]
    return (
        view.platform,
        view.course.course_id,
        len(learners),
        sum(current_role(standing) == LEARNER for standing in learners.values()),
        sum(bool(standing.progress) for standing in learners.values()),
        len(seen.posts),
        kinds["question"],
        kinds["answer"],
        kinds["reply"],
        sum(post.thread_id not in seen.posts for post in seen.posts.values()),
        len(threads) - len(waits),
        len(posters),
        posting,
        len({person for person, value in votes if value}),
        sum(value for _, value in votes),
        share(len(threads) - len(waits), len(threads)),
        None if posting is None else share(posting, len(learners)),
        mean_of(waits),
        median_of(waits),
        min(times, default=None),
        max(times, default=None),
    )
