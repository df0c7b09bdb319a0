"""No network: nothing the tests run may connect anywhere, and nothing in the program could."""

import ast
import socket
from pathlib import Path

import pytest

import ecocity_desktop

PACKAGE = Path(ecocity_desktop.__file__).parent
FORBIDDEN = {
    "socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "ftplib", "smtplib", "asyncio",
    "xmlrpc", "webbrowser",
}  # fmt: skip
LOCAL_ONLY = {"QLocalServer", "QLocalSocket"}
"""Between two starts of the program by one user on one machine: a file, not a network."""


def imports_of(module: Path) -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(name.name, "") for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.module or "", name.name) for name in node.names]
    return found


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_can_reach_the_network(module: Path) -> None:
    for name, what in imports_of(module):
        assert name not in FORBIDDEN, name
        assert f"{name}.{what}" not in FORBIDDEN, what
        assert "QtWebEngine" not in f"{name}.{what}"
        if "QtNetwork" in name or what == "QtNetwork":
            assert what in LOCAL_ONLY, what


def test_the_guard_of_the_tests_bites() -> None:
    with socket.socket() as caller, pytest.raises(AssertionError, match="no network"):
        caller.connect(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="no network"):
        socket.getaddrinfo("localhost", 80)
