"""The house rules that no tool checks: sizes, who writes, which words stand where, what lies at the top."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ecocity_desktop"

FILE_LINES, FUNCTION_LINES = 350, 40

LONGER_FILES = {"packaging/screens.py": 365, "tests/ui/test_record_form.py": 372}
LONGER_FUNCTIONS = {
    "tests/brief/conftest.py:facts": 66,
    "tests/brief/conftest.py:filled": 49,
    "tests/brief/conftest.py:fill": 44,
}
"""What is over the sizes, in lines: these lists may only shrink."""

TOP_LEVEL = {
    *("ecocity_desktop", "resources", "db", "tests", "docs", "packaging"),
    *("pyproject.toml", "requirements.lock", "dev.py", "build.spec", "README.md", "CHANGELOG.md", "LICENSE"),
    *(".ci", ".github", ".gitignore", ".pre-commit-config.yaml"),
}

SHOWN = {
    *("setText", "setToolTip", "setPlaceholderText", "setWindowTitle", "setTitle", "setAccessibleName"),
    *(
        "setAccessibleDescription",
        "setStatusTip",
        "setWhatsThis",
        "setInformativeText",
        "setSuffix",
        "setPrefix",
    ),
    *("addAction", "addMenu", "addTab", "addItem", "showMessage", "drawText", "say", "show_name"),
    *(
        "QLabel",
        "QPushButton",
        "QCheckBox",
        "QRadioButton",
        "QToolButton",
        "QGroupBox",
        "QAction",
        "label",
        "Cell",
    ),
}
"""What puts its first argument before the user's eyes, or reads it to them."""


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def modules(*places: str) -> list[Path]:
    """The Python files of some folders of the repository."""
    return [file for place in places for file in sorted((ROOT / place).rglob("*.py"))]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call))


def literal_words(node: ast.expr) -> Iterator[str]:
    """The words written in an expression, those given to a function left out: a catalogue's keys are no words."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[^\W\d_]", node.value):
            yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.BoolOp | ast.FormattedValue):
        parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else ast.iter_child_nodes(node)
        for part in parts:
            if isinstance(part, ast.expr):
                yield from literal_words(part)


def test_no_file_grows_over_its_size() -> None:
    lines = {
        name_of(file): len(file.read_text("utf-8").splitlines())
        for file in modules("ecocity_desktop", "tests")
    }
    lines |= {name_of(file): len(file.read_text("utf-8").splitlines()) for file in modules("packaging", "db")}
    over = {name: count for name, count in lines.items() if count > FILE_LINES}
    assert {name: count for name, count in over.items() if count > LONGER_FILES.get(name, FILE_LINES)} == {}
    assert LONGER_FILES.keys() - over.keys() == set(), "shrunk: take it off the list"


def test_no_function_grows_over_its_size() -> None:
    over = {}
    for file in modules("ecocity_desktop", "tests", "packaging"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or 0) - node.lineno + 1
                if count > FUNCTION_LINES:
                    over[f"{name_of(file)}:{node.name}"] = count
    assert {name: n for name, n in over.items() if n > LONGER_FUNCTIONS.get(name, FUNCTION_LINES)} == {}
    assert LONGER_FUNCTIONS.keys() - over.keys() == set(), "shrunk: take it off the list"


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        name_of(file)
        for file in modules("ecocity_desktop", "tests", "packaging", "db")
        if file.read_text("utf-8").strip() and not ast.get_docstring(tree_of(file))
    ]
    assert silent == []


def test_no_room_is_called_after_nothing() -> None:
    idle = re.compile(r"(utils?|commons?|helpers?|misc|tools?|base)")
    rooms = {
        part
        for file in modules("ecocity_desktop")
        for part in file.relative_to(PACKAGE).with_suffix("").parts
    }
    assert [room for room in rooms if idle.fullmatch(room)] == []


def test_only_a_transaction_writes() -> None:
    writers = {"add", "add_all", "delete", "merge", "bulk_save_objects"}
    places = {
        name_of(file)
        for file in modules("ecocity_desktop")
        for call in calls(file)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in writers
        and ast.unparse(call.func.value).endswith("session")
    }
    assert places == {"ecocity_desktop/store/transaction.py"}


def test_only_one_room_asks_for_files() -> None:
    places = {
        name_of(file)
        for file in modules("ecocity_desktop")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ImportFrom) and "QFileDialog" in [one.name for one in node.names]
    }
    assert places == {"ecocity_desktop/ui/file_dialogs.py"}


def test_no_statement_is_put_together_from_values() -> None:
    built = [
        f"{name_of(file)}:{call.lineno}"
        for file in modules("ecocity_desktop/store", "ecocity_desktop/services")
        for call in calls(file)
        if isinstance(call.func, ast.Name)
        and call.func.id == "text"
        and _takes(file, "sqlalchemy", "text")
        and any(isinstance(given, ast.JoinedStr) for given in call.args)
    ]
    assert built == []


def _takes(file: Path, module: str, name: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == module
        and name in {one.name for one in node.names}
        for node in ast.walk(tree_of(file))
    )


def test_records_know_nothing_of_each_other() -> None:
    assert [
        name_of(file) for file in modules("ecocity_desktop") if "Relationship" in file.read_text("utf-8")
    ] == []


def test_errors_nobody_foresaw_are_caught_in_two_places_only() -> None:
    wide = set()
    for file in modules("ecocity_desktop"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                raises = any(isinstance(one, ast.Raise) and one.exc is None for one in ast.walk(node))
                if caught in ("", "Exception") or (caught == "BaseException" and not raises):
                    wide.add(name_of(file))
    assert wide == {"ecocity_desktop/ui/jobs.py", "ecocity_desktop/ui/errors.py"}


def test_one_door_leads_to_shipped_files() -> None:
    names = {
        name_of(file)
        for file in modules("ecocity_desktop")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Name) and node.id == "__file__"
    }
    assert names == {"ecocity_desktop/bundled.py"}


def test_no_word_on_the_window_is_written_in_code() -> None:
    written = [
        f"{name_of(file)}:{call.lineno} {words}"
        for file in modules("ecocity_desktop/ui")
        for call in calls(file)
        if called(call) in SHOWN and call.args
        for words in literal_words(call.args[0])
    ]
    assert written == []


def test_labels_never_read_markup() -> None:
    """Labels are made in one place, as plain text; elsewhere only those that show a picture."""
    labels = PACKAGE / "ui" / "widgets" / "labels.py"
    assert "made.setTextFormat(Qt.TextFormat.PlainText)" in labels.read_text("utf-8")
    others = {
        f"{name_of(file)}:{node.lineno}"
        for file in modules("ecocity_desktop/ui")
        for node in ast.walk(tree_of(file))
        if file != labels
        and isinstance(node, ast.Call)
        and called(node) == "QLabel"
        and not _is_picture(file, node)
    }
    assert others == set()


def _is_picture(file: Path, made: ast.Call) -> bool:
    names = [
        ast.unparse(node.targets[0])
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Assign) and node.value is made
    ]
    source = file.read_text("utf-8")
    return any(f"{name}.setPixmap(" in source and f"{name}.setText(" not in source for name in names)


def test_tips_never_read_markup() -> None:
    """Qt reads a tip as markup when it looks like it: what users typed is shown through ``plain_tip``."""
    bare = []
    for file in modules("ecocity_desktop/ui"):
        for call in calls(file):
            if called(call) in ("setToolTip", "showText"):
                shown = ast.unparse(call.args[1 if called(call) == "showText" else 0])
                if not re.search(r"plain_tip\(|text\(|^words if", shown):
                    bare.append(f"{name_of(file)}:{call.lineno} {shown}")
    assert bare == []


def test_no_tab_knows_another_one() -> None:
    from ecocity_desktop.ui.tab_list import TABS

    tabs = {tab.module for tab in TABS}
    known = {
        f"{name_of(file)}: {node.module}"
        for file in modules("ecocity_desktop/ui/tabs")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ImportFrom) and node.module in tabs
    }
    assert known == set()


def test_nothing_else_lies_at_the_top() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what is kept cannot be told from what was built")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert {name.partition("/")[0] for name in listed.stdout.splitlines()} - TOP_LEVEL == set()
