"""Makes the installers for Windows around the frozen folder: setup.exe for one user, an MSI for administrators."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path
from xml.etree import ElementTree

import frozen_files
import project

WINDOWS = project.PACKAGING / "windows"
WINDOW = f"{project.TITLE}.exe"
KIND = "EcoCity.Workspace"
# All identifiers of the MSI grow from this one; a new value would make a program that does not replace the old one.
FAMILY = uuid.UUID("6d0b0a54-8f0c-4a52-9d5e-1f6f5b9e2c71")
Element = ElementTree.Element

# In the summary of an MSI: the package code, a text of 39 bytes, then the times it was made and last saved.
TIME = b"@\0\0\0"
MADE = re.compile(
    rb"\x1e\0\0\0'\0\0\0(?P<code>\{[0-9A-F-]{36}\})\0\0" + TIME + rb".{8}" + TIME + rb"(?P<saved>.{8})",
    re.DOTALL,
)
SECONDS_FROM_1601_TO_1970 = 11_644_473_600


def setup(folder: Path, work: Path, output: Path, version: str, test: bool) -> Path:
    """Make setup.exe with NSIS and return its path; ``test`` is said in its name and to who installs it."""
    target = output / file_name(version, test, "setup.exe")
    target.unlink(missing_ok=True)
    values = {
        "PAYLOAD": folder,
        "OUTPUT": target,
        "VERSION": version,
        "ICON": frozen_files.icon(work),
        "SIZE_KB": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 1024,
        "EPITHET": " (test)" if test else "",
    }
    defined = [f"-D{name}={value}" for name, value in values.items()]
    command = [_nsis(), "-V2", "-INPUTCHARSET", "UTF8", *defined, str(WINDOWS / "installer.nsi")]
    subprocess.run(command, check=True, env=project.repeatable_environment())
    return target


def _nsis() -> str:
    """Return where makensis is; on Windows it does not stand in the search path."""
    usual = Path(r"C:\Program Files (x86)\NSIS\makensis.exe")
    return shutil.which("makensis") or str(usual)


def msi(folder: Path, work: Path, output: Path, version: str, test: bool) -> Path:
    """Make the MSI, which installs for all users, with wixl and return its path."""
    target = output / file_name(version, test, "x64.msi")
    target.unlink(missing_ok=True)
    source = work / "ecocity.wxs"
    source.write_bytes(
        ElementTree.tostring(description(folder, work, version, test), "utf-8", xml_declaration=True)
    )
    command = ["wixl", "--arch", "x64", "--output", target, source]
    subprocess.run([str(part) for part in command], check=True, env=project.repeatable_environment())
    target.write_bytes(without_clock_and_chance(target.read_bytes()))
    return target


def without_clock_and_chance(installer: bytes) -> bytes:
    """Return an MSI with a package code that grows from its content and the dates of the sources.

    wixl writes a random code and the time; Windows asks only that different installers have different codes.
    """
    found = MADE.search(installer)
    if found is None:
        raise RuntimeError("wixl writes its summary in another form than it did")
    start, end = found.span("code")[0], found.span("saved")[1]
    sum_of_rest = hashlib.sha256(installer[:start] + installer[end:]).hexdigest()
    code = b"{" + _identifier(sum_of_rest).encode() + b"}"
    moment = ((project.epoch() + SECONDS_FROM_1601_TO_1970) * 10_000_000).to_bytes(8, "little")
    return installer[:start] + code + b"\0\0" + TIME + moment + TIME + moment + installer[end:]


def file_name(version: str, test: bool, ending: str) -> str:
    """Return the name of an installer, such as EcoCity-Desktop-1.2.3-test-setup.exe."""
    return "-".join(["EcoCity-Desktop", version, *(["test"] if test else []), ending])


def description(folder: Path, work: Path, version: str, test: bool) -> Element:
    """Return what wixl makes the MSI from: files, Start menu entry, file type, and what it replaces."""
    wix = Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    product = _add(
        wix,
        "Product",
        Id=_identifier(f"product {version}"),
        UpgradeCode=_identifier("upgrade"),
        Name=project.TITLE + (" (test)" if test else ""),
        Version=version,
        Manufacturer=project.PUBLISHER,
        Language="1033",
        Codepage="65001",
    )
    about = {
        "Manufacturer": project.PUBLISHER,
        "Description": project.SUMMARY,
        "Id": _identifier(f"msi {version}"),
    }
    _add(product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine", **about)
    _add(product, "MajorUpgrade", DowngradeErrorMessage="A newer EcoCity Desktop is installed already.")
    _add(product, "Media", Id="1", Cabinet="files.cab", EmbedCab="yes")
    _add(product, "Icon", Id="program.ico", SourceFile=frozen_files.icon(work).name)
    _add(product, "Property", Id="ARPPRODUCTICON", Value="program.ico")
    root = _add(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = _add(
        _add(root, "Directory", Id="ProgramFiles64Folder"), "Directory", Id="INSTALLDIR", Name=project.TITLE
    )
    components = _files(programs, folder, folder, work)
    components.append(_file_type(programs))
    components.append(_shortcut(_add(root, "Directory", Id="ProgramMenuFolder")))
    feature = _add(product, "Feature", Id="All", Level="1", Title=project.TITLE)
    for component in components:
        _add(feature, "ComponentRef", Id=component)
    return wix


def _files(parent: Element, folder: Path, top: Path, work: Path) -> list[str]:
    """Describe every file under ``folder``, seen from ``work``, and return the identifiers of their components."""
    made = []
    for place in sorted(folder.iterdir()):
        name = place.relative_to(top).as_posix()
        if place.is_dir():
            inner = _add(parent, "Directory", Id=_short("d", name), Name=place.name)
            made += _files(inner, place, top, work)
            continue
        component = _component(parent, _short("c", name), name)
        _add(
            component,
            "File",
            Id=_short("f", name),
            Name=place.name,
            Source=os.path.relpath(place, work),
            KeyPath="yes",
        )
        made.append(component.attrib["Id"])
    return made


def _file_type(parent: Element) -> str:
    """Let a double-click on a workspace open the program."""
    component = _component(parent, "FileType", "file type")
    window = f"[INSTALLDIR]{WINDOW}"
    lines = {
        r"Software\Classes\.ecocity": KIND,
        rf"Software\Classes\{KIND}": "EcoCity",
        rf"Software\Classes\{KIND}\DefaultIcon": f"{window},0",
        rf"Software\Classes\{KIND}\shell\open\command": f'"{window}" "%1"',
    }
    for number, (key, value) in enumerate(lines.items()):
        first = {"KeyPath": "yes"} if number == 0 else {}
        _add(component, "RegistryValue", Root="HKLM", Key=key, Type="string", Value=value, **first)
    return component.attrib["Id"]


def _shortcut(parent: Element) -> str:
    component = _component(parent, "Shortcut", "shortcut")
    _add(component, "Shortcut", Id="StartMenu", Name=project.TITLE, Target=f"[INSTALLDIR]{WINDOW}")
    key = r"Software\EcoCity Desktop"
    _add(
        component,
        "RegistryValue",
        Root="HKLM",
        Key=key,
        Name="installed",
        Type="integer",
        Value="1",
        KeyPath="yes",
    )
    return component.attrib["Id"]


def _component(parent: Element, name: str, seed: str) -> Element:
    return _add(parent, "Component", Id=name, Guid=_identifier(seed), Win64="yes")


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, tag, attributes)


def _identifier(seed: str) -> str:
    return str(uuid.uuid5(FAMILY, seed)).upper()


def _short(letter: str, name: str) -> str:
    return letter + uuid.uuid5(FAMILY, name).hex
