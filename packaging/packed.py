"""Data that take less room in the folder build than where they come from, with all of it that the program uses."""

from __future__ import annotations

import gzip
import json
import pickle
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

Entries = list[tuple[str, str, str]]

# Of what Babel knows of a language: we write dates, numbers and lists, and name countries.
NOT_WRITTEN = {
    *("unit_patterns", "unit_display_names", "compound_unit_patterns", "compact_currency_formats"),
    *(
        "currency_names",
        "currency_names_plural",
        "languages",
        "scripts",
        "variants",
        "meta_zones",
        "time_zones",
    ),
}
# And of the world: no currencies, no names of time zones.
NOT_ASKED = {
    *("territory_languages", "territory_currencies", "all_currencies", "currency_fractions"),
    *("meta_zones", "territory_zones", "zone_territories", "zone_aliases", "windows_zone_mapping"),
}
OURS = re.compile(r"(fr|en|zh|und)(_|$)")


def data(entries: Entries, folder: Path) -> Entries:
    """Return PyInstaller's entries (place, source, kind) with smaller files, made in ``folder``, where there are any.

    Only on Windows: Python's first modules (elsewhere it has not loaded zlib when it needs them), and the two fonts
    that every start reads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_entry(place.replace("\\", "/"), Path(source), kind, folder) for place, source, kind in entries]


def dictionaries(modules: Entries, folder: Path) -> Entries:
    """Return the entries with the two dictionaries of pypinyin packed into the modules that otherwise read them."""
    import pypinyin.phrases_dict
    import pypinyin.pinyin_dict

    folder.mkdir(parents=True, exist_ok=True)
    phrases = pypinyin.phrases_dict.phrases_dict
    readings = {str(code): said for code, said in pypinyin.pinyin_dict.pinyin_dict.items()}
    by_number = "{int(code): said for code, said in told.items()}"
    packed = {
        "pypinyin.phrases_dict": _module(folder, "phrases_dict", phrases, "told"),
        "pypinyin.pinyin_dict": _module(folder, "pinyin_dict", readings, by_number),
    }
    return [(name, str(packed.get(name, source)), kind) for name, source, kind in modules]


def _entry(place: str, source: Path, kind: str, folder: Path) -> tuple[str, str, str]:
    name = place.rpartition("/")[2]
    target = folder / name
    if place.startswith("babel/") and name.endswith(".dat"):
        target.write_bytes(_babel(source, name))
    elif sys.platform == "win32" and place == "base_library.zip":
        _compress(source, target)
    elif sys.platform == "win32" and "/fonts/" in place and name.endswith(".ttf"):
        place, target = place + ".gz", folder / (name + ".gz")
        target.write_bytes(gzip.compress(source.read_bytes(), mtime=0))
    else:
        return place, str(source), kind
    return place, str(target), kind


def _babel(source: Path, name: str) -> bytes:
    known = pickle.loads(source.read_bytes())
    left_out = NOT_ASKED if name == "global.dat" else NOT_WRITTEN
    kept = {key: value for key, value in known.items() if key not in left_out}
    if name == "global.dat":
        likely = kept["likely_subtags"].items()
        kept["likely_subtags"] = {tag: full for tag, full in likely if OURS.match(tag)}
    return pickle.dumps(kept, protocol=2)


def _compress(loose: Path, tight: Path) -> None:
    with zipfile.ZipFile(loose) as given, zipfile.ZipFile(tight, "w") as made:
        for entry in given.infolist():
            made.writestr(zipfile.ZipInfo(entry.filename), given.read(entry), zipfile.ZIP_DEFLATED)


def _module(folder: Path, name: str, content: dict[str, Any], then: str) -> Path:
    """Write a module that holds ``content`` packed, and gives it as ``then``."""
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    lines = ["import json, zlib", f"told = json.loads(zlib.decompress({packed!r}))", f"{name} = {then}"]
    file = folder / f"{name}.py"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file
