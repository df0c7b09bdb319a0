"""The door to the shipped files, seen from a checkout."""

from pathlib import Path

from ecocity_desktop.bundled import database_file, resource

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_uses_the_files_at_its_top():
    assert resource("i18n", "fr.json") == ROOT / "resources" / "i18n" / "fr.json"
    assert resource("i18n", "fr.json").is_file()
    assert database_file("versions") == ROOT / "db" / "versions"
    assert database_file() == ROOT / "db"
