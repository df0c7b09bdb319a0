"""Every bar of the torture run, in the order of its table."""

from .clocks import CLOCKS
from .copies import BACKUPS, COPIES
from .damage import DAMAGED_BACKUPS, DAMAGES
from .full_disks import FULL_DISKS
from .holders import HOLDERS
from .hostile import HOSTILES, SEARCHES
from .kills import KILLS
from .migrations import MIGRATIONS
from .pdfs import PDFS
from .pictures import PICTURES
from .powercuts import CUTS, RESTORING, TEETH
from .powercuts_changing import ENCRYPTING, MIGRATING, MIGRATION_TEETH
from .races import RACES
from .read_only import READ_ONLIES
from .restores import RESTORES
from .strangers import FOREIGN
from .texts import TEXTS

BARS = (
    KILLS, CUTS, TEETH, RESTORING, MIGRATING, MIGRATION_TEETH, ENCRYPTING, MIGRATIONS, RACES, FULL_DISKS, READ_ONLIES,
    HOLDERS, COPIES, CLOCKS, FOREIGN, DAMAGES, DAMAGED_BACKUPS, RESTORES, BACKUPS, PDFS, TEXTS, PICTURES, SEARCHES,
    HOSTILES,
)  # fmt: skip
