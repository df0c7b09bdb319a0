"""The first schema: the nouns of the programme, the journal and the search index.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(), primary_key=True, nullable=False)


def _refers_to(name: str, table: str, *, required: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), sa.ForeignKey(f"{table}.id"), nullable=not required, index=True)


def _local(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _create_source() -> None:
    op.create_table(
        "source",
        _id(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("published_on", sa.String()),
        sa.Column("url", sa.Text()),
        sa.Column("accessed_on", sa.String()),
        sa.Column("note", sa.Text()),
    )


def _create_programme() -> None:
    op.create_table(
        "programme",
        _id(),
        _local("name"),
        _local("award_name"),
        _local("objective"),
        sa.Column("target_city_count", sa.Integer()),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
    )


def _create_partner() -> None:
    op.create_table(
        "partner",
        _id(),
        _local("name"),
        sa.Column("acronym", sa.Text()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("country", sa.String()),
        _refers_to("parent_id", "partner"),
        _local("role"),
        sa.Column("website", sa.Text()),
        _local("note"),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        _id(),
        sa.Column("family_name", sa.Text()),
        sa.Column("given_name", sa.Text()),
        sa.Column("name_zh", sa.Text()),
        _local("job_title"),
        _refers_to("partner_id", "partner"),
        sa.Column("email", sa.Text()),
        sa.Column("phone", sa.Text()),
        _local("note"),
    )


def _create_agreement() -> None:
    op.create_table(
        "agreement",
        _id(),
        _local("title"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signed_on", sa.String()),
        _local("place"),
        _local("subject"),
        sa.Column("reference", sa.Text()),
        _local("note"),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
    )


def _create_agreement_party() -> None:
    op.create_table(
        "agreement_party",
        _id(),
        _refers_to("agreement_id", "agreement", required=True),
        _refers_to("partner_id", "partner", required=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )


def _create_city() -> None:
    op.create_table(
        "city",
        _id(),
        _local("name"),
        sa.Column("pinyin", sa.Text()),
        sa.Column("other_names", sa.Text(), nullable=False),
        sa.Column("province", sa.String()),
        sa.Column("admin_level", sa.String()),
        _refers_to("parent_id", "city"),
        _local("parent_name"),
        sa.Column("division_code", sa.String()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        _refers_to("coordinates_source_id", "source"),
        sa.Column("climate_zone", sa.String()),
        _local("climate_text"),
        _refers_to("climate_source_id", "source"),
        sa.Column("climate_status", sa.String()),
        sa.Column("label_stage", sa.String()),
        _refers_to("label_source_id", "source"),
        sa.Column("label_status", sa.String()),
        _local("lead"),
        _local("presentation"),
        _local("project_title"),
        _local("project_site"),
        _refers_to("project_source_id", "source"),
    )


def _create_city_role() -> None:
    op.create_table(
        "city_role",
        _id(),
        _refers_to("city_id", "city", required=True),
        _refers_to("partner_id", "partner", required=True),
        _local("role"),
        sa.Column("position", sa.Integer(), nullable=False),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
    )


def _create_statement() -> None:
    op.create_table(
        "statement",
        _id(),
        _refers_to("city_id", "city"),
        sa.Column("kind", sa.String(), nullable=False),
        _local("text"),
        sa.Column("position", sa.Integer(), nullable=False),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
    )


def _create_figure() -> None:
    op.create_table(
        "figure",
        _id(),
        _refers_to("city_id", "city", required=True),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("value", sa.Float()),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("year", sa.Integer()),
        _local("perimeter"),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
    )


def _create_milestone() -> None:
    op.create_table(
        "milestone",
        _id(),
        _local("title"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("planned_on", sa.String()),
        sa.Column("forecast_on", sa.String()),
        sa.Column("actual_on", sa.String()),
        _local("place"),
        _refers_to("partner_id", "partner"),
        _refers_to("source_id", "source"),
        sa.Column("status", sa.String()),
        _refers_to("actual_source_id", "source"),
        sa.Column("actual_status", sa.String()),
        _local("note"),
    )


def _create_milestone_city() -> None:
    op.create_table(
        "milestone_city",
        _id(),
        _refers_to("milestone_id", "milestone", required=True),
        _refers_to("city_id", "city", required=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )


def _create_edit() -> None:
    op.create_table(
        "edit",
        _id(),
        sa.Column("label_key", sa.String(), nullable=False),
        _local("subject"),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False, index=True, unique=True),
        sa.Column("undoes", sa.String(), sa.ForeignKey("edit.id")),
    )


def _create_change() -> None:
    op.create_table(
        "change",
        _id(),
        _refers_to("edit_id", "edit", required=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.String(), sa.ForeignKey("change.id")),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False, index=True),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("field", sa.String()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
    )


def upgrade() -> None:
    """Create every table, what is referred to first."""
    _create_source()
    _create_programme()
    _create_partner()
    _create_person()
    _create_agreement()
    _create_agreement_party()
    _create_city()
    _create_city_role()
    _create_statement()
    _create_figure()
    _create_milestone()
    _create_milestone_city()
    _create_edit()
    _create_change()
    _create_search()


def _create_search() -> None:
    # Derived data, rebuilt whenever it does not match: only here may a row have a number for its name.
    op.execute("CREATE TABLE search_row (rowid INTEGER PRIMARY KEY, entity TEXT NOT NULL, entity_id TEXT NOT NULL)")
    op.execute("CREATE UNIQUE INDEX ix_search_row_entity ON search_row (entity, entity_id)")
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(title, body, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
