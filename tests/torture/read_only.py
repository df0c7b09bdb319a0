"""R5: a file, or its folder, that may not be written opens for reading and is not changed by a single byte."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

READ_ONLY = 11
SIDES = ((0o444, 0o755), (0o444, 0o555), (0o644, 0o555))
"""Rights of the file and of its folder."""


@contextmanager
def forbidding(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Open files without the right to write; a folder all users may enter is used, since they are not ours."""
    sample = on.sample(on.room("R5"), edits=20)
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)

        def attempt(random: Random) -> None:
            room = Path(tempfile.mkdtemp(dir=place))
            path = Path(shutil.copy(sample, room))
            file_rights, folder_rights = random.choice(SIDES)
            path.chmod(file_rights)
            room.chmod(folder_rights)
            before = contents(room)
            try:
                for command in random.sample(
                    (["list", path, "partners"], ["check", path], ["digest", path]), 2
                ):
                    must_end(on.command(*command, unprivileged=True), 0)
                refused = on.command("add", path, "partners", '{"name": {"en": "x"}}', unprivileged=True)
                must_end(refused, READ_ONLY)
                assert contents(room) == before, f"something was written: {sorted(contents(room))}"
            finally:
                room.chmod(0o755)

        yield attempt


READ_ONLIES = Bar("R5", "read-only file or folder: opens for reading, 0 bytes changed", 50, 8, forbidding)
