"""What carriers' item codes are about."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0014_fine_codes"
down_revision = "0013_mappings"

TABLES = """
CREATE TABLE fine_codes (
    firm_id uuid NOT NULL REFERENCES firms,
    carrier text NOT NULL CHECK (carrier <> ''),
    code text NOT NULL CHECK (code <> ''),
    name text NOT NULL DEFAULT '',
    category text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL,
    PRIMARY KEY (firm_id, carrier, code)
);
"""

WALLS = tenant_table("fine_codes", None, grants="SELECT, INSERT, UPDATE, DELETE")


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(TABLES)
    for sql in WALLS:
        op.execute(sql)
