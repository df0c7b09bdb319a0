"""The third schema: the photo of a city, and the pictures themselves, named by their content.

Revision ID: 0003

Only adds: what the second schema holds stays where it is.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = """
CREATE TABLE picture (
    id VARCHAR NOT NULL,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE photo (
    id VARCHAR NOT NULL,
    city_id VARCHAR NOT NULL,
    picture_id VARCHAR NOT NULL,
    caption TEXT NOT NULL,
    credit TEXT,
    taken_on VARCHAR,
    source_id VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(city_id) REFERENCES city (id),
    FOREIGN KEY(picture_id) REFERENCES picture (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE UNIQUE INDEX ix_photo_city_id ON photo (city_id);

CREATE INDEX ix_photo_picture_id ON photo (picture_id);

CREATE INDEX ix_photo_source_id ON photo (source_id);
"""


def upgrade() -> None:
    """Add both tables, what is referred to first."""
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip())
