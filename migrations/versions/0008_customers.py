"""Contacts of cases, customers, couriers' service, promises, risk register, reveals."""

from alembic import op

from stationdesk.tenancy.schema import (
    SCOPE,
    tenant_table,
    within_stations,
    within_stations_or_firm_wide,
)

revision = "0008_customers"
down_revision = "0007_kinds"

# Whom a case is about. `phone_key`: digits alone; `phone_tail`: the last four of them;
# `name_bigrams`: each two neighbouring characters of the name, for searching by a part of it.
CONTACTS = """
CREATE TABLE case_contacts (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('recipient', 'sender', 'caller')),
    station_id uuid NOT NULL,
    name text NOT NULL,
    name_bigrams text[] NOT NULL,
    phone text NOT NULL,
    phone_key text NOT NULL,
    phone_tail text NOT NULL,
    address text NOT NULL,
    address_key text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, case_id, role),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id)
);
CREATE INDEX case_contacts_phone ON case_contacts (firm_id, phone_key, case_id)
    WHERE phone_key <> '';
CREATE INDEX case_contacts_tail ON case_contacts (firm_id, phone_tail, case_id)
    WHERE phone_tail <> '';
CREATE INDEX case_contacts_name ON case_contacts USING gin (firm_id, name_bigrams);
"""

CUSTOMERS = """
CREATE TABLE customers (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    role text NOT NULL CHECK (role IN ('shipper', 'recipient', 'both')),
    tier text NOT NULL CHECK (tier IN ('normal', 'vip', 'watch')),
    address text NOT NULL DEFAULT '',
    habits text NOT NULL DEFAULT '',
    compensation_terms text NOT NULL DEFAULT '',
    notes text NOT NULL DEFAULT '',
    station_ids uuid[] NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id)
);
CREATE INDEX customers_listed ON customers (firm_id, name, id);
CREATE TABLE customer_phones (
    firm_id uuid NOT NULL,
    phone_key text NOT NULL CHECK (phone_key <> ''),
    customer_id uuid NOT NULL,
    phone text NOT NULL,
    position smallint NOT NULL,
    station_ids uuid[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (firm_id, phone_key),
    FOREIGN KEY (firm_id, customer_id) REFERENCES customers (firm_id, id)
);
CREATE INDEX customer_phones_customer ON customer_phones (firm_id, customer_id, position);
ALTER TABLE couriers
    ADD COLUMN is_active boolean NOT NULL DEFAULT true,
    ADD COLUMN active_from date,
    ADD COLUMN active_to date,
    ADD CHECK (active_to >= active_from);
ALTER TABLE stations
    ADD COLUMN public_phone text NOT NULL DEFAULT '',
    ADD COLUMN public_address text NOT NULL DEFAULT '';
"""

PROMISES = """
CREATE TABLE case_promises (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    clock_id uuid NOT NULL,
    to_role text NOT NULL CHECK (to_role IN ('recipient', 'sender', 'caller', 'other')),
    to_whom text NOT NULL,
    text text NOT NULL CHECK (text <> ''),
    made_at timestamptz NOT NULL,
    made_by_member_id uuid,
    made_by_name text NOT NULL,
    first_due_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    inner_due_at timestamptz NOT NULL CHECK (inner_due_at <= due_at),
    policy_code text NOT NULL,
    policy_version integer NOT NULL,
    status text NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'kept', 'broken', 'withdrawn')),
    broken_at timestamptz,
    kept_at timestamptz,
    settled_by_name text NOT NULL DEFAULT '',
    proof text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id),
    CHECK (status <> 'kept' OR kept_at IS NOT NULL),
    CHECK (status <> 'broken' OR broken_at IS NOT NULL),
    CHECK (status <> 'withdrawn' OR reason <> '')
);
CREATE INDEX case_promises_case ON case_promises (firm_id, case_id, due_at);
CREATE INDEX case_promises_open ON case_promises (firm_id, due_at, id) WHERE status = 'open';
CREATE INDEX case_promises_broken ON case_promises (firm_id, due_at, id)
    WHERE status = 'broken';
CREATE INDEX case_promises_mine ON case_promises (firm_id, made_by_member_id, due_at, id)
    WHERE status = 'open';
CREATE INDEX case_promises_station ON case_promises (firm_id, station_id, due_at);
"""

# An entry always belongs to one station: a place is in its area, a customer is its customer.
RISKS = """
CREATE TABLE risk_entries (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('place', 'recipient', 'shipper')),
    match_by text NOT NULL CHECK (match_by IN ('phone', 'name_address', 'address', 'customer')),
    match_key text COLLATE "C" NOT NULL CHECK (match_key <> ''),
    category text NOT NULL,
    name text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    address text NOT NULL DEFAULT '',
    customer_id uuid,
    courier_instruction text NOT NULL DEFAULT '',
    agent_instruction text NOT NULL DEFAULT '',
    status text NOT NULL
        CHECK (status IN ('proposed', 'active', 'dismissed', 'expired')),
    reviewer_name text NOT NULL DEFAULT '',
    review_on date,
    source_case_ids uuid[] NOT NULL DEFAULT '{}',
    proposed_by_name text NOT NULL,
    decided_by_name text NOT NULL DEFAULT '',
    decided_reason text NOT NULL DEFAULT '',
    decided_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, station_id, match_by, match_key, category),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id),
    FOREIGN KEY (firm_id, customer_id) REFERENCES customers (firm_id, id),
    CHECK (status <> 'active' OR review_on IS NOT NULL)
);
CREATE INDEX risk_entries_listed ON risk_entries (firm_id, status, created_at, id);
CREATE INDEX risk_entries_review ON risk_entries (firm_id, review_on)
    WHERE status = 'active';
"""

REVEALS = """
CREATE TABLE reveals (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    member_id uuid,
    member_name text NOT NULL,
    subject text NOT NULL CHECK (subject IN ('case_contact', 'customer', 'risk_entry')),
    subject_id uuid NOT NULL,
    subject_name text NOT NULL,
    role text NOT NULL DEFAULT '',
    station_id uuid,
    reason text NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (firm_id, id)
);
CREATE INDEX reveals_listed ON reveals (firm_id, at, id);
"""

# A firm-wide file is every agent's, a bound one that of its stations' agents.
FILE = (
    f"{SCOPE} = 'firm' OR {within_stations('station_ids')} "
    f"OR ({SCOPE} = 'agent' AND cardinality(station_ids) = 0)"
)

WALLS = [
    *tenant_table("case_contacts", "station_id"),
    *tenant_table("customers", None, scope=FILE, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("customer_phones", None, scope=FILE),
    *tenant_table("case_promises", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("risk_entries", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table(
        "reveals", None, scope=within_stations_or_firm_wide("station_id"), grants="SELECT, INSERT"
    ),
]


def upgrade() -> None:
    for sql in (CONTACTS, CUSTOMERS, PROMISES, RISKS, REVEALS, *WALLS):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
