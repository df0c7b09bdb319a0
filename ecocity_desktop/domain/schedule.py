"""The arithmetic of the calendar: what a move pushes on, what is late, which chain leads to a date, what is circular.

Dates keep their precision throughout: a month that is pushed becomes another month. Two dates contradict each other
only when they cannot both be true: « after March » does not contradict « 15 March », for March may mean its first day.
What must move then moves to where nothing contradicts it, whatever day the other date turns out to mean.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ecocity_desktop.domain.partial_date import PartialDate


@dataclass(frozen=True)
class Node:
    """A milestone as the schedule sees it: from ``start`` (``None``: no duration) to ``end``.

    What is ``done`` stays, and what has ``begun``: nothing makes it begin later any more.
    """

    id: str
    start: PartialDate | None
    end: PartialDate | None
    done: bool = False
    begun: bool = False

    @property
    def begins(self) -> PartialDate | None:
        """When it begins: its start, else its date."""
        return self.start or self.end


@dataclass(frozen=True)
class Link:
    """The successor begins, at the earliest, ``lag_days`` after the predecessor ended."""

    predecessor_id: str
    successor_id: str
    lag_days: int = 0


@dataclass(frozen=True)
class Plan:
    """The milestones and what they wait for; links to milestones that are not there mean nothing."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...] = ()
    before: Mapping[str, tuple[Link, ...]] = field(init=False, repr=False, compare=False)
    after: Mapping[str, tuple[Link, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        before: dict[str, list[Link]] = {}
        after: dict[str, list[Link]] = {}
        for link in self.links:
            if link.predecessor_id in self.nodes and link.successor_id in self.nodes:
                after.setdefault(link.predecessor_id, []).append(link)
                before.setdefault(link.successor_id, []).append(link)
        object.__setattr__(self, "before", {key: tuple(found) for key, found in before.items()})
        object.__setattr__(self, "after", {key: tuple(found) for key, found in after.items()})


@dataclass(frozen=True)
class Push:
    """What a move asks of a follower: its dates before and after, and the milestone that pushes it."""

    id: str
    start_before: PartialDate | None
    end_before: PartialDate | None
    start: PartialDate | None
    end: PartialDate | None
    pushed_by: str


@dataclass(frozen=True)
class ChainStep:
    """One milestone on the way to a date; ``slack_days`` are the days it may slip before it moves that date.

    Negative slack means that it contradicts the date already; ``None`` that a date is missing.
    """

    id: str
    slack_days: int | None
    done: bool


def knock_on(
    plan: Plan, moved: Mapping[str, tuple[PartialDate | None, PartialDate | None]]
) -> tuple[Push, ...]:
    """Return what moving milestones to (start, end) pushes on, predecessors first; nothing is ever pulled back.

    Asking again once the pushes are made gives none. What has begun or is done, and what has no date, stays.
    """
    nodes = dict(plan.nodes)
    for row_id, (start, end) in moved.items():
        if row_id in nodes:
            nodes[row_id] = Node(row_id, start, end, nodes[row_id].done)
    pushes: list[Push] = []
    touched = {row_id for row_id in moved if row_id in nodes}
    for row_id in _order_after(plan, touched):
        if row_id in moved:
            continue
        push = _push(plan, nodes, row_id, touched)
        if push is not None:
            pushes.append(push)
            touched.add(row_id)
            nodes[row_id] = Node(row_id, push.start, push.end)
    return tuple(pushes)


def contradictions(plan: Plan) -> tuple[Link, ...]:
    """Return the links that the dates contradict."""
    return tuple(
        link
        for links in plan.before.values()
        for link in links
        if _contradicts(plan.nodes[link.predecessor_id], plan.nodes[link.successor_id], link)
    )


def critical_chain(plan: Plan, target_id: str) -> tuple[ChainStep, ...]:
    """Return the chain of predecessors that leaves the least slack before a date, the first one first.

    The last step is the target itself, with a slack of 0 (``None`` without a date).
    """
    if target_id not in plan.nodes:
        return ()
    slack = _slack_before(plan, target_id)
    chain, seen = [target_id], {target_id}
    while True:
        links = [link for link in plan.before.get(chain[-1], ()) if link.predecessor_id not in seen]
        if not links:
            break
        tightest = min((link.predecessor_id for link in links), key=lambda one: _tightness(one, slack, plan))
        chain.append(tightest)
        seen.add(tightest)
    return tuple(ChainStep(one, slack.get(one), plan.nodes[one].done) for one in reversed(chain))


def days_between(before: PartialDate | None, after: PartialDate | None) -> int | None:
    """Return by how many days a date moved, counted between the last days both may mean; ``None`` without both.

    A date that was only made more precise, or less, did not move.
    """
    if before is None or after is None:
        return None
    within = before.earliest <= after.earliest and after.latest <= before.latest
    around = after.earliest <= before.earliest and before.latest <= after.latest
    return 0 if within or around else (after.latest - before.latest).days


def cycle_closed_by(
    followers: Mapping[str, Collection[str]], predecessor_id: str, successor_id: str
) -> tuple[str, ...]:
    """Return the cycle that a new link would close, from the predecessor round to itself; empty when there is none."""
    came_from: dict[str, str] = {successor_id: predecessor_id}
    waiting = deque([successor_id])
    while waiting:
        one = waiting.popleft()
        if one == predecessor_id:
            path = [one]
            while path[-1] != successor_id:
                path.append(came_from[path[-1]])
            return (predecessor_id, *reversed(path))
        for follower in followers.get(one, ()):
            if follower not in came_from:
                came_from[follower] = one
                waiting.append(follower)
    return ()


def pushed_to(on: PartialDate, day: date) -> PartialDate:
    """Return the date of the same precision that holds ``day``."""
    month = day.month if on.month is not None else None
    return PartialDate(day.year, month, day.day if on.day is not None else None)


def _push(plan: Plan, nodes: Mapping[str, Node], row_id: str, touched: set[str]) -> Push | None:
    """Return what the moved predecessors of a milestone ask of it, ``None`` when they ask nothing."""
    node = nodes[row_id]
    begins = node.begins
    if node.done or node.begun or begins is None:
        return None
    needed: tuple[date, str] | None = None
    for link in plan.before.get(row_id, ()):
        pusher = nodes[link.predecessor_id]
        if pusher.id in touched and _contradicts(pusher, node, link) and pusher.end is not None:
            day = _plus(pusher.end.latest, link.lag_days)
            needed = max(needed, (day, pusher.id)) if needed else (day, pusher.id)
    if needed is None:
        return None
    day, pusher_id = needed
    first = pushed_to(begins, day)
    if node.start is None:
        return Push(row_id, None, node.end, None, first, pusher_id)
    end = node.end
    if end is not None:
        by = (first.latest - begins.latest).days
        # Months differ in length: what ends with its start must not end before it.
        end = pushed_to(end, max(first.earliest, _plus(end.latest, by)))
    return Push(row_id, node.start, node.end, first, end, pusher_id)


def _contradicts(predecessor: Node, successor: Node, link: Link) -> bool:
    """Whether the successor begins for certain before the predecessor ended and the lag has passed."""
    begins = successor.begins
    if predecessor.end is None or begins is None:
        return False
    return begins.latest < _plus(predecessor.end.earliest, link.lag_days)


def _order_after(plan: Plan, first: Iterable[str]) -> Iterator[str]:
    """``first`` and everything that follows it, predecessors before successors; what is circular is left out."""
    reached: set[str] = set(first)
    waiting = list(reached)
    while waiting:
        for link in plan.after.get(waiting.pop(), ()):
            if link.successor_id not in reached:
                reached.add(link.successor_id)
                waiting.append(link.successor_id)
    return _in_order(plan, reached)


def _in_order(plan: Plan, among: set[str]) -> Iterator[str]:
    """Milestones, predecessors before successors; what is circular is left out."""
    open_links = dict.fromkeys(sorted(among), 0)
    for one in among:
        for link in plan.after.get(one, ()):
            if link.successor_id in open_links:
                open_links[link.successor_id] += 1
    ready = deque(one for one, count in open_links.items() if count == 0)
    while ready:
        one = ready.popleft()
        yield one
        for link in plan.after.get(one, ()):
            left = open_links.get(link.successor_id)
            if left is not None:
                open_links[link.successor_id] = left - 1
                if left == 1:
                    ready.append(link.successor_id)


def _slack_before(plan: Plan, target_id: str) -> dict[str, int | None]:
    """The days each ancestor of a milestone may slip before it moves that milestone's date, the target included."""
    ancestors, waiting = {target_id}, [target_id]
    while waiting:
        for link in plan.before.get(waiting.pop(), ()):
            if link.predecessor_id not in ancestors:
                ancestors.add(link.predecessor_id)
                waiting.append(link.predecessor_id)
    latest_end: dict[str, date | None] = {}
    for one in reversed(tuple(_in_order(plan, ancestors))):
        limit: date | None = None
        if one == target_id and (end := plan.nodes[one].end) is not None:
            limit = end.latest
        else:
            for link in plan.after.get(one, ()):
                bound = _latest_begin(plan.nodes[link.successor_id], latest_end, link)
                if bound is not None and (limit is None or bound < limit):
                    limit = bound
        latest_end[one] = limit
    return {
        one: None if limit is None or (end := plan.nodes[one].end) is None else (limit - end.latest).days
        for one, limit in latest_end.items()
    }


def _latest_begin(successor: Node, latest_end: Mapping[str, date | None], link: Link) -> date | None:
    """The last day a predecessor may end on, given the last day its successor may."""
    limit = latest_end.get(successor.id)
    if limit is None:
        return None
    if successor.start is not None and successor.end is not None:
        limit = _plus(limit, -(successor.end.latest - successor.start.latest).days)
    return _plus(limit, -link.lag_days)


def _tightness(one: str, slack: Mapping[str, int | None], plan: Plan) -> tuple[bool, int, int, str]:
    left, end = slack.get(one), plan.nodes[one].end
    # Among equals the later one: it is the one that holds the date up.
    return left is None, left or 0, -end.latest.toordinal() if end else 0, one


def _plus(day: date, days: int) -> date:
    """Return a day so many days later, held within the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
