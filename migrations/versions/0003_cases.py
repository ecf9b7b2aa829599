"""Cases, their custody, clocks and timeline; policy versions; sealed attachments."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0003_cases"
down_revision = "0002_parcels"

# The running custody interval lies on the case itself (holder_*, custody_since); case_custody
# holds those that have ended. So there cannot be two running ones, and a claim writes a row less.
# No foreign key on who claimed: it would lock the member's row in every claim, and members are
# never deleted. A case's version counts every change of state or holder, and so names the
# interval that ended with it.
CASES = """
CREATE TABLE cases (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    state text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    station_id uuid NOT NULL,
    waybill text NOT NULL,
    summary text NOT NULL,
    details jsonb NOT NULL,
    details_version smallint NOT NULL,
    order_no text,
    counterparty text,
    claimed_amount_fen bigint CHECK (claimed_amount_fen >= 0),
    awarded_amount_fen bigint CHECK (awarded_amount_fen >= 0),
    risk_fen bigint NOT NULL DEFAULT 0 CHECK (risk_fen >= 0),
    due_at timestamptz,
    rank timestamptz NOT NULL,
    holder_kind text NOT NULL,
    holder_reference uuid,
    holder_name text NOT NULL DEFAULT '',
    custody_since timestamptz NOT NULL,
    agent_member_id uuid,
    agent_kind text CHECK (agent_kind IN ('agent', 'supervisor')),
    agent_name text NOT NULL DEFAULT '',
    lease_until timestamptz,
    snoozed_until timestamptz,
    source text NOT NULL,
    source_key text,
    idempotency_key text,
    opened_by_member_id uuid,
    opened_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    answered_at timestamptz,
    closed_at timestamptz,
    outcome text,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, number),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id),
    CHECK ((holder_kind = 'closed') = (closed_at IS NOT NULL)),
    CHECK (holder_kind <> 'queue' OR agent_member_id IS NULL),
    CHECK (holder_kind <> 'agent' OR holder_reference = agent_member_id)
);
CREATE INDEX cases_lane ON cases (firm_id, station_id, direction, rank, id)
    WHERE holder_kind = 'queue';
CREATE INDEX cases_open ON cases (firm_id, rank, id, station_id) WHERE closed_at IS NULL;
CREATE INDEX cases_open_station ON cases (firm_id, station_id, rank, id) WHERE closed_at IS NULL;
CREATE INDEX cases_agent ON cases (firm_id, agent_member_id, rank, id)
    WHERE agent_member_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX cases_waybill ON cases (firm_id, waybill COLLATE "C");
CREATE INDEX cases_order ON cases (firm_id, order_no) WHERE order_no IS NOT NULL;
CREATE INDEX cases_closed ON cases (firm_id, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE UNIQUE INDEX cases_source ON cases (firm_id, source_key)
    WHERE source_key IS NOT NULL AND closed_at IS NULL;
CREATE UNIQUE INDEX cases_idempotency ON cases (firm_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE case_custody (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    case_version integer NOT NULL,
    station_id uuid NOT NULL,
    holder_kind text NOT NULL,
    holder_reference uuid,
    holder_name text NOT NULL DEFAULT '',
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL CHECK (to_at >= from_at),
    PRIMARY KEY (firm_id, case_id, case_version)
);

CREATE TABLE case_timeline (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    case_version integer NOT NULL,
    at timestamptz NOT NULL,
    actor_member_id uuid,
    actor_name text NOT NULL,
    event text NOT NULL,
    text text NOT NULL DEFAULT '',
    data jsonb NOT NULL DEFAULT '{}',
    idempotency_key text,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (firm_id, case_id, id)
);
CREATE INDEX case_timeline_stream ON case_timeline (firm_id, xid, id);
CREATE UNIQUE INDEX case_timeline_idempotency ON case_timeline (firm_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE TABLE case_clocks (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    name text NOT NULL,
    owner text NOT NULL CHECK (owner IN ('hq', 'firm')),
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    paused_at timestamptz CHECK (paused_at IS NULL OR owner = 'firm'),
    stopped_at timestamptz,
    breached_at timestamptz,
    rungs jsonb NOT NULL,
    next_rung_at timestamptz,
    calendar jsonb,
    policy_code text NOT NULL,
    policy_version integer NOT NULL,
    PRIMARY KEY (firm_id, case_id, id)
);
CREATE INDEX case_clocks_due ON case_clocks (firm_id, next_rung_at)
    WHERE next_rung_at IS NOT NULL;

CREATE TABLE case_waivers (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    code text NOT NULL,
    station_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    member_id uuid,
    member_name text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, case_id, code),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id)
);

CREATE TABLE case_counters (
    firm_id uuid NOT NULL,
    period text NOT NULL,
    last_number integer NOT NULL,
    PRIMARY KEY (firm_id, period)
);

CREATE TABLE queue_presence (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, member_id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
"""

POLICIES = """
CREATE TABLE policy_versions (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    code text NOT NULL,
    carrier text,
    version integer NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to timestamptz CHECK (effective_to > effective_from),
    title text NOT NULL,
    text text NOT NULL,
    source text NOT NULL,
    parameters jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE NULLS NOT DISTINCT (firm_id, code, carrier, version)
);
"""

EVIDENCE = """
CREATE TABLE attachments (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    name text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    media_type text NOT NULL,
    storage_key text NOT NULL,
    checklist_code text,
    uploaded_by_member_id uuid,
    uploaded_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id)
);
CREATE INDEX attachments_case ON attachments (firm_id, case_id);
CREATE TABLE attachment_views (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    station_id uuid NOT NULL,
    member_id uuid,
    member_name text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, attachment_id) REFERENCES attachments (firm_id, id)
);
"""

# What is evidence is only ever added to.
APPEND_ONLY = "SELECT, INSERT"

WALLS = [
    *tenant_table("cases", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("case_custody", "station_id", grants=APPEND_ONLY),
    *tenant_table("case_timeline", "station_id", grants=APPEND_ONLY),
    *tenant_table("case_clocks", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("case_waivers", "station_id", grants=APPEND_ONLY),
    *tenant_table("case_counters", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("queue_presence", None),
    *tenant_table("policy_versions", None, open_to_station_owner=True, grants=APPEND_ONLY),
    *tenant_table("attachments", "station_id", grants=APPEND_ONLY),
    *tenant_table("attachment_views", "station_id", grants=APPEND_ONLY),
]


def upgrade() -> None:
    for sql in (CASES, POLICIES, EVIDENCE, *WALLS):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
