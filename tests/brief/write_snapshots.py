"""Write the twelve pilot briefs as data beside this script, to be read before they are accepted."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.pilot import load_pilot_programme, pilot_id
from ecocity_desktop.services.workspace import create_workspace

SNAPSHOTS = Path(__file__).parent / "snapshots"


def main() -> None:
    """Make a pilot workspace and write one file for each city and language."""
    SNAPSHOTS.mkdir(exist_ok=True)
    noon = datetime(2026, 11, 23, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        ws = create_workspace(Path(folder) / "pilot.ecocity", clock=lambda: noon, author="Lin")
        load_pilot_programme(ws)
        for key in ("jingzhou", "jilin", "panshi", "qingyun"):
            facts = gather(ws, pilot_id(key))
            for language in LANGUAGES:
                document = assemble(facts, Catalog(language, strict=True), date(2026, 11, 23))
                (SNAPSHOTS / f"{key}-{language}.json").write_text(document.to_json() + "\n", "utf-8")
        ws.close()


if __name__ == "__main__":
    main()
