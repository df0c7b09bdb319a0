"""The second schema: terms and clauses, commitments, spans, slips, dependencies, baselines, recurring duties.

Revision ID: 0002

Only adds: what the first schema holds stays where it is. The search tables are rebuilt when the file is opened.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = """
ALTER TABLE agreement ADD COLUMN ends_on VARCHAR;

ALTER TABLE agreement ADD COLUMN renewal VARCHAR;

ALTER TABLE agreement ADD COLUMN renews_every_months INTEGER;

ALTER TABLE agreement ADD COLUMN amends_id VARCHAR REFERENCES agreement (id);

ALTER TABLE agreement ADD COLUMN files TEXT NOT NULL DEFAULT '[]';

CREATE INDEX ix_agreement_amends_id ON agreement (amends_id);

ALTER TABLE agreement_party ADD COLUMN role VARCHAR NOT NULL DEFAULT 'signatory';

ALTER TABLE agreement_party ADD COLUMN capacity TEXT NOT NULL DEFAULT '{}';

ALTER TABLE milestone ADD COLUMN planned_start VARCHAR;

ALTER TABLE milestone ADD COLUMN forecast_start VARCHAR;

ALTER TABLE milestone ADD COLUMN actual_start VARCHAR;

ALTER TABLE milestone ADD COLUMN evidence TEXT NOT NULL DEFAULT '{}';

ALTER TABLE milestone ADD COLUMN files TEXT NOT NULL DEFAULT '[]';

CREATE TABLE clause (
    id VARCHAR NOT NULL,
    agreement_id VARCHAR NOT NULL,
    number TEXT,
    text TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreement (id)
);

CREATE INDEX ix_clause_agreement_id ON clause (agreement_id);

CREATE TABLE commitment (
    id VARCHAR NOT NULL,
    text TEXT NOT NULL,
    agreement_id VARCHAR,
    clause_id VARCHAR,
    debtor_id VARCHAR,
    beneficiary_id VARCHAR,
    due_on VARCHAR,
    done_on VARCHAR,
    evidence TEXT NOT NULL,
    files TEXT NOT NULL,
    note TEXT NOT NULL,
    source_id VARCHAR,
    status VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreement (id),
    FOREIGN KEY(clause_id) REFERENCES clause (id),
    FOREIGN KEY(debtor_id) REFERENCES partner (id),
    FOREIGN KEY(beneficiary_id) REFERENCES partner (id),
    FOREIGN KEY(source_id) REFERENCES source (id)
);

CREATE INDEX ix_commitment_agreement_id ON commitment (agreement_id);

CREATE INDEX ix_commitment_clause_id ON commitment (clause_id);

CREATE INDEX ix_commitment_debtor_id ON commitment (debtor_id);

CREATE INDEX ix_commitment_beneficiary_id ON commitment (beneficiary_id);

CREATE INDEX ix_commitment_source_id ON commitment (source_id);

CREATE TABLE commitment_city (
    id VARCHAR NOT NULL,
    commitment_id VARCHAR NOT NULL,
    city_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(commitment_id) REFERENCES commitment (id),
    FOREIGN KEY(city_id) REFERENCES city (id)
);

CREATE INDEX ix_commitment_city_commitment_id ON commitment_city (commitment_id);

CREATE INDEX ix_commitment_city_city_id ON commitment_city (city_id);

CREATE TABLE commitment_milestone (
    id VARCHAR NOT NULL,
    commitment_id VARCHAR NOT NULL,
    milestone_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(commitment_id) REFERENCES commitment (id),
    FOREIGN KEY(milestone_id) REFERENCES milestone (id)
);

CREATE INDEX ix_commitment_milestone_commitment_id ON commitment_milestone (commitment_id);

CREATE INDEX ix_commitment_milestone_milestone_id ON commitment_milestone (milestone_id);

CREATE TABLE slip (
    id VARCHAR NOT NULL,
    milestone_id VARCHAR NOT NULL,
    from_on VARCHAR,
    to_on VARCHAR,
    cause VARCHAR NOT NULL,
    reason TEXT NOT NULL,
    noted_on VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(milestone_id) REFERENCES milestone (id)
);

CREATE INDEX ix_slip_milestone_id ON slip (milestone_id);

CREATE TABLE dependency (
    id VARCHAR NOT NULL,
    predecessor_id VARCHAR NOT NULL,
    successor_id VARCHAR NOT NULL,
    lag_days INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(predecessor_id) REFERENCES milestone (id),
    FOREIGN KEY(successor_id) REFERENCES milestone (id)
);

CREATE INDEX ix_dependency_predecessor_id ON dependency (predecessor_id);

CREATE INDEX ix_dependency_successor_id ON dependency (successor_id);

CREATE TABLE baseline (
    id VARCHAR NOT NULL,
    name TEXT NOT NULL,
    frozen_at VARCHAR NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE recurrence (
    id VARCHAR NOT NULL,
    title TEXT NOT NULL,
    kind VARCHAR NOT NULL,
    milestone_id VARCHAR,
    agreement_id VARCHAR,
    every_months INTEGER NOT NULL,
    until VARCHAR,
    partner_id VARCHAR,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(milestone_id) REFERENCES milestone (id),
    FOREIGN KEY(agreement_id) REFERENCES agreement (id),
    FOREIGN KEY(partner_id) REFERENCES partner (id)
);

CREATE INDEX ix_recurrence_milestone_id ON recurrence (milestone_id);

CREATE INDEX ix_recurrence_agreement_id ON recurrence (agreement_id);

CREATE INDEX ix_recurrence_partner_id ON recurrence (partner_id);

CREATE INDEX ix_change_entity ON change (entity);
"""


def upgrade() -> None:
    """Add columns and tables, what is referred to first."""
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            op.execute(statement.strip())
