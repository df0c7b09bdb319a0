"""Makes the installers and says what was made: python3 dev.py package [--windows] [--test] [--output FOLDER].

Everything ends up in dist/, or in the folder given; what is needed on the way stays in build/ beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import linux_packages
import mac_image
import previous
import project
import sbom
import tools
import universal
import windows_installers
import wine

LINUX, MACOS = sys.platform.startswith("linux"), sys.platform == "darwin"
COLUMNS = ("installed", "ran", "made briefs", "upgraded", "removed")


def main() -> int:
    """Make what was asked for and return the exit code: that of the tests, if there were any."""
    asked = _asked()
    if LINUX:
        under_wine, trying = (
            (tools.WINDOWS if asked.windows else {}),
            (tools.TRYING_OUT if asked.test else {}),
        )
        tools.ensure({**tools.LINUX, **under_wine, **trying})
    output = asked.output.resolve()
    work = output.parent / "build" / output.name
    output.mkdir(parents=True, exist_ok=True)
    (output / "results.json").unlink(missing_ok=True)  # what was seen of other packages says nothing of these
    os.environ.update(project.repeatable_environment())
    made = for_this_system(output, work)
    if asked.windows:
        made += for_windows(output, work)
    made.append(sbom.write(output / f"{project.NAME}-{project.version()}.cdx.json"))
    sums = "".join(f"{_sha256(file)}  {file.name}\n" for file in made)
    (output / "SHA256SUMS").write_text(sums, "utf-8")
    failed = try_out(output, work, asked.windows) if asked.test else 0
    print(table(made, output))
    return failed


def for_this_system(output: Path, work: Path) -> list[Path]:
    """Freeze on this system and make the installers that it can make for itself."""
    kind = os.environ.get("ECOCITY_BUILD_KIND", "release" if LINUX else "test")
    if MACOS:
        universal.join_installed(Path(sysconfig.get_path("purelib")), work / "twins")
        os.environ["ECOCITY_MAC_CHIPS"] = "universal2"
    folder = freeze(project.ROOT, output, work / "frozen", kind)
    if LINUX:
        return linux_packages.make(folder, work / "linux-packages", output)
    if MACOS:
        return [mac_image.make(output / f"{project.TITLE}.app", work, output)]
    return [
        windows_installers.setup(folder, work / "windows", output, project.version(), test=kind != "release")
    ]


def for_windows(output: Path, work: Path) -> list[Path]:
    """Freeze under Wine and make the two installers for Windows, marked as test builds."""
    machine = wine.prepare(work / "wine")
    folder = freeze_for_windows(project.ROOT, machine, output / "windows", work)
    version = project.version()
    return [
        make(folder, work / "windows", output, version, test=True)
        for make in (windows_installers.setup, windows_installers.msi)
    ]


def freeze(checkout: Path, output: Path, work: Path, kind: str) -> Path:
    """Run PyInstaller for this system on a checkout and return the folder it makes in ``output``."""
    command = [sys.executable, "-m", "PyInstaller", *_options(output, work), "build.spec"]
    subprocess.run(command, check=True, cwd=checkout, env={**os.environ, "ECOCITY_BUILD_KIND": kind})
    folder = output / project.NAME
    project.date_all(folder)
    return folder


def freeze_for_windows(checkout: Path, machine: wine.Wine, output: Path, work: Path) -> Path:
    """Run PyInstaller for Windows on a checkout and return the folder it makes in ``output``."""
    python = wine.python(work / "windows-python")
    options = [
        wine.windows_path(Path(part)) if part.startswith("/") else part
        for part in _options(output, work / "w")
    ]
    done = machine.run(
        python, "-m", "PyInstaller", *options, "build.spec", cwd=checkout, more={"ECOCITY_BUILD_KIND": "test"}
    )
    if done.returncode:
        raise SystemExit(f"PyInstaller failed under Wine:\n{done.stderr[-4000:]}")
    folder = output / project.NAME
    project.date_all(folder)
    return folder


def try_out(output: Path, work: Path, windows: bool) -> int:
    """Install, run, upgrade and remove what was made; return pytest's exit code."""
    previous.make(work / "previous", windows)
    environment = {**os.environ, "ECOCITY_PACKAGES": str(output), "ECOCITY_PACKAGES_WORK": str(work)}
    environment.pop("PYTHONHASHSEED")
    tried = ["test_start.py", "test_debian.py", "test_rpm.py", "test_mac_libraries.py"]
    tried += ["test_windows.py"] if windows else []
    # Named one by one: of a folder and files in it, pytest takes the folder alone, and that leaves out installed/.
    tests = [str(file) for file in sorted((project.ROOT / "tests" / "packaging").glob("test_*.py"))]
    tests += [f"tests/packaging/installed/{name}" for name in tried]
    return subprocess.call([sys.executable, "-m", "pytest", *tests], cwd=project.ROOT, env=environment)


def table(made: list[Path], output: Path) -> str:
    """Return what was made, and what was seen of it, as a table for people."""
    results_file = output / "results.json"
    results = json.loads(results_file.read_text("utf-8")) if results_file.exists() else {}
    rows = [("artefact", "MB", "SHA-256", *COLUMNS)]
    for file in made:
        seen = results.get(file.name, {})
        size = f"{file.stat().st_size / 1e6:.1f}"
        rows.append((file.name, size, _sha256(file), *(seen.get(column, "-") for column in COLUMNS)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def _options(output: Path, work: Path) -> list[str]:
    return ["--noconfirm", "--log-level", "WARN", "--distpath", str(output), "--workpath", str(work)]


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py package", description="Make the installers.")
    parser.add_argument("--windows", action="store_true", help="also those for Windows, under Wine")
    parser.add_argument("--test", action="store_true", help="install, run, upgrade and remove all of them")
    parser.add_argument("--output", type=Path, default=project.ROOT / "dist", help="where they are put")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
