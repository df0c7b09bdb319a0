"""Where an export goes is asked in one way: the name is completed, nothing unseen is replaced, no workspace ever."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.ui import file_dialogs
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.export_files import ask_target

Ask = Callable[..., tuple[Path | None, list[str]]]


@pytest.fixture
def stage(dressed: object, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def ask(ctx: AppContext, stage: QWidget, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask for a PDF with these answers, one per question; tells the target, and the names that were proposed."""

    def answered(*answers: Path | str) -> tuple[Path | None, list[str]]:
        proposed: list[str] = []
        left = iter(answers)

        def dialog(_parent: QWidget, _title: str, name: str, _kinds: str) -> str:
            proposed.append(Path(name).name)
            return str(next(left))

        monkeypatch.setattr(file_dialogs, "ask_new_file", dialog)
        return ask_target(ctx, stage, "Enregistrer", "jilin-fr.pdf", "PDF (*.pdf)"), proposed

    return answered


def test_a_name_without_suffix_gets_it_and_keeps_its_points(ask: Ask, tmp_path: Path):
    assert ask(tmp_path / "Fiche v1.2")[0] == tmp_path / "Fiche v1.2.pdf"
    assert ask(tmp_path / "Fiche.PDF")[0] == tmp_path / "Fiche.PDF"


def test_a_file_the_dialog_did_not_ask_about_is_asked_about(ask: Ask, tmp_path: Path):
    (tmp_path / "Fiche.pdf").write_bytes(b"of last year")
    assert ask(tmp_path / "Fiche", "") == (None, ["jilin-fr.pdf", "Fiche.pdf"])
    assert ask(tmp_path / "Fiche", tmp_path / "Fiche.pdf")[0] == tmp_path / "Fiche.pdf"


def test_giving_up_asks_for_nothing_more(ask: Ask):
    assert ask("") == (None, ["jilin-fr.pdf"])


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_the_workspace_is_refused(ask: Ask, ctx: AppContext, stage: QWidget, tmp_path: Path):
    link = tmp_path / "fiche.pdf"
    link.symlink_to(ctx.workspace.origin)
    assert ask(link)[0] is None
    refusal = stage.findChild(MessageDialog)
    assert "rien d’autre n’est écrit à sa place" in refusal.words.text()
    refusal.reject()


def test_the_folder_used_last_is_proposed_again(ask: Ask, ctx: AppContext, tmp_path: Path):
    ask(tmp_path / "Fiche.pdf")
    assert ctx.settings.layout["export.folder"] == str(tmp_path)
