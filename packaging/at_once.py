"""Runs first in a frozen program: answers `version` before PyInstaller's own preparations, which cost more than the answer."""

import sys

if sys.argv[1:2] in (["version"], ["--version"]):
    from ecocity_desktop import cli

    sys.exit(cli.main(sys.argv[1:]))
