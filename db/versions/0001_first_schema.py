"""The first schema: the nouns of the programme, the journal and the search index.

Revision ID: 0001

Written as plain SQL, so that the same statements stand in every file whatever version of the tools made it: a file
whose schema is not ours to the letter is refused. The search tables are derived data, rebuilt whenever they do not
match.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = """
CREATE TABLE source (
    id VARCHAR NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    kind VARCHAR NOT NULL,
    published_on VARCHAR,
    url TEXT,
    accessed_on VARCHAR,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE TABLE programme (
    id VARCHAR NOT NULL,
    name TEXT NOT NULL,
    award_name TEXT NOT NULL,
    objective TEXT NOT NULL,
    target_city_count INTEGER,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_programme_source_id ON programme (source_id);

CREATE TABLE partner (
    id VARCHAR NOT NULL,
    name TEXT NOT NULL,
    acronym TEXT,
    kind VARCHAR NOT NULL,
    country VARCHAR,
    parent_id VARCHAR,
    role TEXT NOT NULL,
    website TEXT,
    note TEXT NOT NULL,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES partner (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_partner_parent_id ON partner (parent_id);

CREATE INDEX ix_partner_source_id ON partner (source_id);

CREATE TABLE person (
    id VARCHAR NOT NULL,
    family_name TEXT,
    given_name TEXT,
    name_zh TEXT,
    job_title TEXT NOT NULL,
    partner_id VARCHAR,
    email TEXT,
    phone TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(partner_id) REFERENCES partner (id)
);

CREATE INDEX ix_person_partner_id ON person (partner_id);

CREATE TABLE agreement (
    id VARCHAR NOT NULL,
    title TEXT NOT NULL,
    kind VARCHAR NOT NULL,
    signed_on VARCHAR,
    place TEXT NOT NULL,
    subject TEXT NOT NULL,
    reference TEXT,
    note TEXT NOT NULL,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_agreement_source_id ON agreement (source_id);

CREATE TABLE agreement_party (
    id VARCHAR NOT NULL,
    agreement_id VARCHAR NOT NULL,
    partner_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreement (id),
    FOREIGN KEY(partner_id) REFERENCES partner (id)
);

CREATE INDEX ix_agreement_party_agreement_id ON agreement_party (agreement_id);

CREATE INDEX ix_agreement_party_partner_id ON agreement_party (partner_id);

CREATE TABLE city (
    id VARCHAR NOT NULL,
    name TEXT NOT NULL,
    pinyin TEXT,
    other_names TEXT NOT NULL,
    province VARCHAR,
    admin_level VARCHAR,
    parent_id VARCHAR,
    parent_name TEXT NOT NULL,
    division_code VARCHAR,
    latitude FLOAT,
    longitude FLOAT,
    coordinates_source_id VARCHAR,
    climate_zone VARCHAR,
    climate_text TEXT NOT NULL,
    climate_source_id VARCHAR,
    climate_status VARCHAR,
    label_stage VARCHAR,
    label_source_id VARCHAR,
    label_status VARCHAR,
    lead TEXT NOT NULL,
    presentation TEXT NOT NULL,
    project_title TEXT NOT NULL,
    project_site TEXT NOT NULL,
    project_source_id VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES city (id),
    FOREIGN KEY(coordinates_source_id) REFERENCES source (id),
    FOREIGN KEY(climate_source_id) REFERENCES source (id),
    FOREIGN KEY(label_source_id) REFERENCES source (id),
    FOREIGN KEY(project_source_id) REFERENCES source (id)
);

CREATE INDEX ix_city_parent_id ON city (parent_id);

CREATE INDEX ix_city_project_source_id ON city (project_source_id);

CREATE INDEX ix_city_climate_source_id ON city (climate_source_id);

CREATE INDEX ix_city_coordinates_source_id ON city (coordinates_source_id);

CREATE INDEX ix_city_label_source_id ON city (label_source_id);

CREATE TABLE city_role (
    id VARCHAR NOT NULL,
    city_id VARCHAR NOT NULL,
    partner_id VARCHAR NOT NULL,
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(city_id) REFERENCES city (id),
    FOREIGN KEY(partner_id) REFERENCES partner (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_city_role_city_id ON city_role (city_id);

CREATE INDEX ix_city_role_source_id ON city_role (source_id);

CREATE INDEX ix_city_role_partner_id ON city_role (partner_id);

CREATE TABLE statement (
    id VARCHAR NOT NULL,
    city_id VARCHAR,
    kind VARCHAR NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(city_id) REFERENCES city (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_statement_source_id ON statement (source_id);

CREATE INDEX ix_statement_city_id ON statement (city_id);

CREATE TABLE figure (
    id VARCHAR NOT NULL,
    city_id VARCHAR NOT NULL,
    quantity VARCHAR NOT NULL,
    value FLOAT,
    unit VARCHAR NOT NULL,
    year INTEGER,
    perimeter TEXT NOT NULL,
    preferred BOOLEAN NOT NULL,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(city_id) REFERENCES city (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_figure_city_id ON figure (city_id);

CREATE INDEX ix_figure_source_id ON figure (source_id);

CREATE TABLE milestone (
    id VARCHAR NOT NULL,
    title TEXT NOT NULL,
    kind VARCHAR NOT NULL,
    planned_on VARCHAR,
    forecast_on VARCHAR,
    actual_on VARCHAR,
    place TEXT NOT NULL,
    partner_id VARCHAR,
    source_id VARCHAR,
    status VARCHAR,
    actual_source_id VARCHAR,
    actual_status VARCHAR,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(partner_id) REFERENCES partner (id),
    FOREIGN KEY(source_id) REFERENCES source (id),
    FOREIGN KEY(actual_source_id) REFERENCES source (id)
);

CREATE INDEX ix_milestone_source_id ON milestone (source_id);

CREATE INDEX ix_milestone_partner_id ON milestone (partner_id);

CREATE INDEX ix_milestone_actual_source_id ON milestone (actual_source_id);

CREATE TABLE milestone_city (
    id VARCHAR NOT NULL,
    milestone_id VARCHAR NOT NULL,
    city_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(milestone_id) REFERENCES milestone (id),
    FOREIGN KEY(city_id) REFERENCES city (id)
);

CREATE INDEX ix_milestone_city_milestone_id ON milestone_city (milestone_id);

CREATE INDEX ix_milestone_city_city_id ON milestone_city (city_id);

CREATE TABLE edit (
    id VARCHAR NOT NULL,
    label_key VARCHAR NOT NULL,
    subject TEXT NOT NULL,
    author VARCHAR NOT NULL,
    device VARCHAR NOT NULL,
    made_at VARCHAR NOT NULL,
    undoes VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(undoes) REFERENCES edit (id)
);

CREATE UNIQUE INDEX ix_edit_made_at ON edit (made_at);

CREATE TABLE change (
    id VARCHAR NOT NULL,
    edit_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    parent_id VARCHAR,
    entity VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    op VARCHAR NOT NULL,
    field VARCHAR,
    "before" TEXT,
    "after" TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(edit_id) REFERENCES edit (id),
    FOREIGN KEY(parent_id) REFERENCES change (id)
);

CREATE INDEX ix_change_edit_id ON change (edit_id);

CREATE INDEX ix_change_entity_id ON change (entity_id);

CREATE TABLE search_row (
    rowid INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    checksum INTEGER NOT NULL
);

CREATE UNIQUE INDEX ix_search_row_entity ON search_row (entity, entity_id);

CREATE VIRTUAL TABLE search_index USING fts5(
    title, body, content='', contentless_delete=1,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
"""


def upgrade() -> None:
    """Create every table, what is referred to first."""
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip())
