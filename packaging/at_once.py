"""Runs first in a frozen program: opens the archive of code the programs share, and answers `version` at once.

PyInstaller's own preparations, which come after, cost more than that answer.
"""

import os
import sys
from types import ModuleType

SHARED = os.path.join(getattr(sys, "_MEIPASS", ""), "program.pyz")

if os.path.exists(SHARED):
    import pyimod02_importers

    # Once more for the same object: those who find and load modules hold it already.
    pyimod02_importers.pyz_archive.__init__(SHARED, check_pymagic=True)

if sys.argv[1:2] in (["version"], ["--version"]):
    from ecocity_desktop import cli

    sys.exit(cli.main(sys.argv[1:]))

# Alembic imports its parts for other databases too; they are left out, and so is what they import.
for database in ("mssql", "mysql", "oracle", "postgresql"):
    name = f"alembic.ddl.{database}"
    sys.modules[name] = ModuleType(name)
