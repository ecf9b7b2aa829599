"""Column mappings; drafts of imports; reconciliation with headquarters' lists."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0013_mappings"
down_revision = "0012_workforce"

# The kinds of an import are what the rooms register in code; a draft is a file whose columns
# nobody has pointed at yet.
BATCHES = """
ALTER TABLE import_batches DROP CONSTRAINT import_batches_kind_check;
ALTER TABLE import_batches ADD CONSTRAINT import_batches_kind_check CHECK (kind <> '');
ALTER TABLE import_batches DROP CONSTRAINT import_batches_status_check;
ALTER TABLE import_batches ADD CONSTRAINT import_batches_status_check
    CHECK (status IN ('draft', 'waiting', 'running', 'done', 'failed'));
"""

# Versions of a layout's mapping; the last one that is not retired is recognised by `fingerprint`.
MAPPINGS = """
CREATE TABLE column_mappings (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind <> ''),
    carrier text NOT NULL DEFAULT '',
    fingerprint text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    name text NOT NULL CHECK (name <> ''),
    columns text[] NOT NULL,
    mapping jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by_name text NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, kind, carrier, fingerprint, version)
);

CREATE TABLE reconciliations (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    carrier text NOT NULL,
    kind text NOT NULL,
    direction text,
    file_name text NOT NULL,
    listed_at timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    hq_open integer NOT NULL,
    ours_open integer NOT NULL,
    matched integer NOT NULL,
    named integer NOT NULL,
    PRIMARY KEY (firm_id, id)
);

-- What the two lists do not say alike. `row_number` and `raw` are the line of headquarters' list;
-- `case_id` is our case, where there is one.
CREATE TABLE reconciliation_items (
    firm_id uuid NOT NULL,
    reconciliation_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    result text NOT NULL
        CHECK (result IN ('only_hq', 'only_ours', 'answered_here', 'due_differs')),
    order_no text NOT NULL DEFAULT '',
    waybill text NOT NULL DEFAULT '',
    case_id uuid,
    hq_due_at timestamptz,
    our_due_at timestamptz,
    row_number integer,
    facts jsonb NOT NULL DEFAULT '{}',
    settled_at timestamptz,
    settled_by_name text NOT NULL DEFAULT '',
    settled_how text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, reconciliation_id, id),
    FOREIGN KEY (firm_id, reconciliation_id) REFERENCES reconciliations (firm_id, id)
);
"""

WALLS = [
    *tenant_table("column_mappings", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("reconciliations", None, grants="SELECT, INSERT"),
    *tenant_table("reconciliation_items", "station_id", grants="SELECT, INSERT, UPDATE"),
]


def upgrade() -> None:
    for tables in (BATCHES, MAPPINGS):
        op.get_bind().connection.cursor().execute(tables)
    for sql in WALLS:
        op.execute(sql)
