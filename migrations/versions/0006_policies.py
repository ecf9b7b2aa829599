"""Policies: receipts, calendars, exemptions, recomputation of open clocks."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0006_policies"
down_revision = "0005_penalties"

# What a deadline can be reckoned from again: how long, since when by which rule, the times in
# which the case waited on others, what HQ granted. `length_minutes` NULL: set before this was
# kept; such a clock stays as it is.
CLOCKS = """
ALTER TABLE case_clocks
    ADD COLUMN set_at timestamptz,
    ADD COLUMN length_minutes integer CHECK (length_minutes > 0),
    ADD COLUMN is_own_length boolean NOT NULL DEFAULT false,
    ADD COLUMN waits jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN granted_due_at timestamptz,
    ADD COLUMN exemptions jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN policy_title text NOT NULL DEFAULT '',
    ADD COLUMN policy_version_id uuid;
CREATE INDEX case_clocks_open ON case_clocks (firm_id, case_id) WHERE stopped_at IS NULL;
"""

POLICIES = """
ALTER TABLE policy_versions ADD COLUMN created_by_name text NOT NULL DEFAULT '';
CREATE INDEX policy_versions_since ON policy_versions (firm_id, code, effective_from, version);

CREATE TABLE policy_receipts (
    firm_id uuid NOT NULL,
    version_id uuid NOT NULL,
    member_id uuid NOT NULL,
    member_name text NOT NULL,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, version_id, member_id),
    FOREIGN KEY (firm_id, version_id) REFERENCES policy_versions (firm_id, id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
"""

# A station's calendar lies on the station itself.
CALENDARS = """
CREATE TABLE calendars (
    firm_id uuid NOT NULL REFERENCES firms,
    level text NOT NULL CHECK (level IN ('firm', 'carrier')),
    key text NOT NULL CHECK ((level = 'firm') = (key = '')),
    calendar jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL,
    PRIMARY KEY (firm_id, level, key)
);

CREATE TABLE calendar_days (
    firm_id uuid NOT NULL REFERENCES firms,
    day date NOT NULL,
    is_workday boolean NOT NULL,
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, day)
);
"""

# `station_ids` and `kinds` empty: all of them. `clock_names` empty: every clock of HQ's.
EXEMPTIONS = """
CREATE TABLE exemptions (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    carrier text,
    area text NOT NULL DEFAULT '',
    station_ids uuid[] NOT NULL DEFAULT '{}',
    kinds text[] NOT NULL DEFAULT '{}',
    clock_names text[] NOT NULL DEFAULT '{}',
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL CHECK (to_at > from_at),
    effect text NOT NULL CHECK (effect IN ('suspend', 'add', 'until')),
    added_minutes integer CHECK (added_minutes > 0),
    new_due_at timestamptz,
    title text NOT NULL CHECK (title <> ''),
    proof text NOT NULL CHECK (proof <> ''),
    attachment_id uuid,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by_name text,
    withdrawn_reason text,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, attachment_id) REFERENCES attachments (firm_id, id),
    CHECK ((effect = 'add') = (added_minutes IS NOT NULL)),
    CHECK ((effect = 'until') = (new_due_at IS NOT NULL))
);
CREATE INDEX exemptions_in_time ON exemptions (firm_id, to_at) WHERE withdrawn_at IS NULL;

CREATE TABLE recomputations (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    cause text NOT NULL CHECK (cause IN ('policy', 'calendar', 'exemption')),
    reason text NOT NULL,
    reference_id uuid,
    kinds text[] NOT NULL DEFAULT '{}',
    carriers text[] NOT NULL DEFAULT '{}',
    station_ids uuid[] NOT NULL DEFAULT '{}',
    requested_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    last_case_id uuid,
    total integer,
    done integer NOT NULL DEFAULT 0,
    changed integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    PRIMARY KEY (firm_id, id)
);
"""

# Clocks are set in the transaction of whoever works the case, a station's owner included.
WALLS = [
    *tenant_table("policy_receipts", None, grants="SELECT, INSERT"),
    *tenant_table("calendars", None, open_to_station_owner=True),
    *tenant_table("calendar_days", None, open_to_station_owner=True),
    *tenant_table("exemptions", None, open_to_station_owner=True, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("recomputations", None, grants="SELECT, INSERT, UPDATE"),
]


def upgrade() -> None:
    """Make the tables."""
    for sql in (CLOCKS, POLICIES, CALENDARS, EXEMPTIONS, *WALLS):
        op.get_bind().connection.cursor().execute(sql)
