"""Writes the list of all that is in the program (SBOM), in the CycloneDX form that scanners read."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import project
import third_party
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

FAMILY = uuid.UUID("5b9c2f2e-6d0e-4a8e-8f43-0d6f4b0c1a77")


def write(target: Path) -> Path:
    """Write the list as JSON, the same for the same sources, and return its path."""
    bom = Bom(serial_number=uuid.uuid5(FAMILY, f"{project.version()} {project.epoch()}"))
    bom.metadata.timestamp = datetime.fromtimestamp(project.epoch(), UTC)
    program = Component(
        name=project.NAME,
        version=project.version(),
        type=ComponentType.APPLICATION,
        bom_ref=project.NAME,
        licenses=[DisjunctiveLicense(id="MIT")],
        description=project.SUMMARY,
    )
    bom.metadata.component = program
    made = [_component(one) for one in third_party.components()]
    bom.components.update(made)
    bom.register_dependency(program, made)
    target.write_text(JsonV1Dot6(bom).output_as_string(indent=1) + "\n", "utf-8")
    return target


def _component(one: third_party.Component) -> Component:
    purl = PackageURL("pypi", name=one.name, version=one.version) if one.package else None
    custom = "LicenseRef" in one.licence
    licence = DisjunctiveLicense(name=one.licence) if custom else LicenseExpression(one.licence)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl or one.name),
        purl=purl,
        licenses=[licence],
        description=one.origin or None,
    )
