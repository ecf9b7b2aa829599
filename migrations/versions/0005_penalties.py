"""Fines from bills, what was decided on them, the rules they are split by."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0005_penalties"
down_revision = "0004_ledger"

# One row a line of a bill. `amount_fen` is the line's: positive deducted, negative refunded.
# `refunded_fen`: what refund lines that were joined to the fine gave back of it; `refund_of`: on a
# refund line, the fine that it was joined to.
TABLES = """
CREATE TABLE fines (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    carrier text NOT NULL,
    bill_no text NOT NULL CHECK (bill_no <> ''),
    line_no text NOT NULL CHECK (line_no <> ''),
    row_number integer NOT NULL,
    waybill text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
    refunded_fen bigint NOT NULL DEFAULT 0
        CHECK (refunded_fen >= 0 AND (refunded_fen = 0 OR refunded_fen <= amount_fen)),
    refund_of uuid CHECK (refund_of IS NULL OR amount_fen < 0),
    occurred_at timestamptz NOT NULL,
    notified_at timestamptz,
    appeal_due_at timestamptz,
    note text NOT NULL,
    content_hash bytea NOT NULL,
    status text NOT NULL CHECK (status IN ('undecided', 'attributed', 'reversed')),
    cause text,
    case_id uuid,
    proposal jsonb,
    proposed_cause text,
    taken_in_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, carrier, bill_no, line_no),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id),
    FOREIGN KEY (firm_id, batch_id) REFERENCES import_batches (firm_id, id),
    CHECK ((status = 'attributed') <= (cause IS NOT NULL))
);
CREATE INDEX fines_status ON fines (firm_id, status, id);
CREATE INDEX fines_station ON fines (firm_id, station_id, id);
CREATE INDEX fines_waybill ON fines (firm_id, waybill, code) WHERE waybill <> '';

CREATE TABLE fine_attributions (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    fine_id uuid NOT NULL,
    station_id uuid NOT NULL,
    cause text NOT NULL,
    amount_fen bigint NOT NULL,
    agent_member_id uuid,
    agent_name text,
    agent_account text,
    agent_fen bigint NOT NULL DEFAULT 0,
    period date,
    note text NOT NULL,
    rule jsonb,
    inputs jsonb,
    steps jsonb NOT NULL,
    shares jsonb NOT NULL,
    transaction_id uuid,
    decided_by_member_id uuid,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text,
    end_note text,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id)
);
CREATE UNIQUE INDEX fine_attributions_one ON fine_attributions (firm_id, fine_id)
    WHERE ended_at IS NULL;
CREATE INDEX fine_attributions_agent ON fine_attributions (firm_id, agent_member_id, period)
    WHERE agent_member_id IS NOT NULL;

CREATE TABLE fine_transactions (
    firm_id uuid NOT NULL,
    fine_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    station_id uuid NOT NULL,
    step text NOT NULL CHECK (step IN ('intake', 'attribution', 'reversal')),
    reversed_by uuid,
    PRIMARY KEY (firm_id, fine_id, transaction_id)
);

CREATE TABLE split_rule_sets (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    station_id uuid,
    name text NOT NULL CHECK (name <> ''),
    version integer NOT NULL CHECK (version > 0),
    effective_from date NOT NULL,
    rules jsonb NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE NULLS NOT DISTINCT (firm_id, station_id, version),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
"""

WALLS = [
    *tenant_table("fines", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("fine_attributions", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("fine_transactions", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("split_rule_sets", None, grants="SELECT, INSERT"),
]


def upgrade() -> None:
    # Several statements at once, as they stand: no parameters, so no `%` to escape.
    op.get_bind().connection.cursor().execute(TABLES)
    for sql in WALLS:
        op.execute(sql)
