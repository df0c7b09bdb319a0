"""Which folders are said to be risky."""

from pathlib import Path

import pytest

from ecocity_desktop.store.place import risky_place


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Users/li/OneDrive/mission", "OneDrive"),
        ("Users/li/OneDrive - Ministère/mission", "OneDrive"),
        ("home/li/Dropbox (Personal)", "Dropbox"),
        ("home/li/Nextcloud/a/b", "Nextcloud"),
        ("home/li/坚果云", "坚果云"),
        ("Users/li/Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
    ],
)
def test_a_synced_folder_is_named(tmp_path: Path, folder: str, service: str) -> None:
    assert risky_place(tmp_path / folder / "file.ecocity") == service


@pytest.mark.parametrize("folder", ["Documents", "My dropbox notes", "onedrives", "mission/Zhuhai"])
def test_an_ordinary_folder_is_not(tmp_path: Path, folder: str) -> None:
    assert risky_place(tmp_path / folder / "file.ecocity") is None


def test_the_folder_onedrive_says_it_syncs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "cloud"))
    assert risky_place(tmp_path / "cloud" / "mission" / "file.ecocity") == "OneDrive"
