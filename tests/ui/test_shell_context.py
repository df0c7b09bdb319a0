"""What widgets share: the context, and the worker."""

import inspect
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.changes import ChangeSet
from ecocity_desktop.errors import Problem, UserError, invalid
from ecocity_desktop.services import records
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.jobs import Jobs

from .conftest import Heard, let_go


def test_a_context_has_seven_names_and_no_more() -> None:
    given = set(inspect.signature(AppContext.__init__).parameters) - {"self", "show_message", "show_error"}
    own = {name for name in vars(AppContext) if not name.startswith("_") and name != "staticMetaObject"}
    assert given | own == {"workspace", "catalog", "settings", "jobs", "changed", "perform", "tell"}


def test_a_verb_is_run_and_what_it_changed_is_told(ctx: AppContext) -> None:
    told: list[ChangeSet] = []
    ctx.changed.connect(told.append)
    changes = ctx.perform(records.add_record, "sources", {"title": "Compte rendu"})
    assert changes is not None
    assert told == [changes]
    assert changes.concerns("source")


def test_a_verb_that_changed_nothing_tells_nobody(ctx: AppContext) -> None:
    told: list[ChangeSet] = []
    ctx.changed.connect(told.append)
    city = records.list_records(ctx.workspace, "cities")[0]
    changes = ctx.perform(records.edit_record, "cities", city.id, {"pinyin": city.pinyin})
    assert changes is not None
    assert told == []


def test_the_problems_of_a_refusal_go_to_the_form_that_asked(ctx: AppContext, heard: Heard) -> None:
    problems: list[Problem] = []
    changes = ctx.perform(records.add_record, "sources", {"title": None}, on_problems=problems.extend)
    assert changes is None
    assert [(one.field, one.key) for one in problems] == [("title", "problem.required")]
    assert heard.errors == []


def test_a_refusal_no_form_asked_for_is_shown(ctx: AppContext, heard: Heard) -> None:
    assert ctx.perform(records.add_record, "sources", {"title": None}) is None
    assert [error.key for error in heard.errors] == ["error.invalid"]


def test_a_bug_flies_on(ctx: AppContext) -> None:
    def broken(_ws: Workspace) -> ChangeSet:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ctx.perform(broken)


def test_what_was_done_is_told_in_the_language_of_the_window(ctx: AppContext, heard: Heard) -> None:
    ctx.tell("ui.file.backup_made", file="lundi.ecocity")
    assert heard.messages == ["Sauvegarde faite et vérifiée\xa0: lundi.ecocity"]


def test_work_is_done_on_another_thread_and_handed_back_on_the_main_one(jobs: Jobs, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def work() -> int:
        threads.append(threading.current_thread())
        return 42

    def done(result: int) -> None:
        threads.append(threading.current_thread())
        results.append(result)

    results: list[int] = []
    jobs.start(work, done)
    qtbot.waitUntil(lambda: results == [42])
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    assert jobs.pending == 0


def test_a_refusal_on_the_worker_goes_to_who_asked(jobs: Jobs, qtbot: QtBot) -> None:
    def work() -> None:
        raise invalid([Problem("name", "problem.required")])

    failures: list[UserError] = []
    jobs.start(work, lambda _: None, failures.append)
    qtbot.waitUntil(lambda: [error.key for error in failures] == ["error.invalid"])


def test_a_bug_on_the_worker_is_reported_and_ends_the_waiting(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: reported.append(kind))
    failures: list[UserError] = []
    jobs.start(lambda: 1 // 0, lambda _: None, failures.append)
    qtbot.waitUntil(lambda: [error.key for error in failures] == ["error.unexpected"])
    assert reported == [ZeroDivisionError]


def test_nobody_is_told_once_the_one_who_asked_is_gone(jobs: Jobs, qtbot: QtBot) -> None:
    results: list[str] = []
    owner = QObject()
    jobs.start(lambda: "late", results.append, owner=owner)
    owner.deleteLater()
    let_go()
    jobs.start(lambda: "next", results.append)
    qtbot.waitUntil(lambda: "next" in results)
    assert results == ["next"]


def test_work_is_done_in_the_order_asked(jobs: Jobs, qtbot: QtBot) -> None:
    results: list[int] = []
    for number in range(5):
        jobs.start(_giving(number), results.append)
    qtbot.waitUntil(lambda: len(results) == 5)
    assert results == [0, 1, 2, 3, 4]


def _giving(number: int) -> Callable[[], int]:
    return lambda: number
