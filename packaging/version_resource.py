"""What Windows shows under Properties, Details of the program's files: names, version, licence, in three languages."""

from __future__ import annotations

from typing import Any

import project

DESCRIPTIONS = {
    0x0409: "Working file of a programme of pilot low-carbon eco-cities",
    0x040C: "Fichier de travail d’un programme d’éco-cités pilotes bas carbone",
    0x0804: "低碳生态城市试点项目工作文件",
}
UNICODE = 1200


def resource(file_name: str) -> Any:
    """Return the version resource of one executable, as PyInstaller takes it; works on Windows only."""
    from PyInstaller.utils.win32 import versioninfo

    numbers = project.four_numbers()
    tables = [
        versioninfo.StringTable(
            f"{language:04X}{UNICODE:04X}",
            [versioninfo.StringStruct(key, text) for key, text in texts(description, file_name).items()],
        )
        for language, description in DESCRIPTIONS.items()
    ]
    codes = [number for language in DESCRIPTIONS for number in (language, UNICODE)]
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(
            filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=0x1
        ),
        kids=[
            versioninfo.StringFileInfo(tables),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", codes)]),
        ],
    )


def texts(description: str, file_name: str) -> dict[str, str]:
    """Return the lines of one language."""
    return {
        "CompanyName": project.PUBLISHER,
        "FileDescription": description,
        "FileVersion": project.version(),
        "InternalName": project.NAME,
        "LegalCopyright": "MIT licence; see THIRD_PARTY.md for what is inside",
        "OriginalFilename": file_name,
        "ProductName": project.TITLE,
        "ProductVersion": project.version(),
    }
