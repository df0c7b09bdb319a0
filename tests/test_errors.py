"""What the system refuses is said in words of ours, in the language of the user."""

import errno
import re

import pytest

from ecocity_desktop.errors import not_written
from ecocity_desktop.i18n.catalog import Catalog


@pytest.mark.parametrize(
    "code, told",
    [
        (errno.EACCES, "le système refuse l’accès"),
        (errno.ENOSPC, "le disque est plein"),
        (errno.EISDIR, "c’est un dossier"),
        (errno.EEXIST, "quelque chose de ce nom s’y trouve déjà"),
        (errno.ENAMETOOLONG, "le nom est trop long"),
        (errno.ELOOP, f"erreur {errno.ELOOP} du système"),
    ],
)
def test_a_reason_of_the_system_is_said_in_the_language_of_the_user(code: int, told: str) -> None:
    error = not_written("/x/label.pdf", OSError(code, "Some English words"))
    assert f"({told})" in Catalog("fr", strict=True).text(error.key, **error.params)
    assert "English" not in Catalog("zh", strict=True).text(error.key, **error.params)


def test_an_error_without_a_number_is_named(catalog: Catalog) -> None:
    error = not_written("/x/label.pdf", ValueError("Some English words"))
    assert re.search(r"[(（].*ValueError.*[)）]", catalog.text(error.key, **error.params))
