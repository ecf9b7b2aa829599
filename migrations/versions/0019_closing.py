"""Wages, notices of deduction, service fees, closed months."""

from alembic import op

from stationdesk.tenancy.schema import SCOPE, tenant_table

revision = "0019_closing"
down_revision = "0018_losses"

# `wages` and what was reckoned from them are the firm's own: no agent reads them, whatever he asks.
INPUT = """
CREATE TABLE wages (
    firm_id uuid NOT NULL,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    member_id uuid NOT NULL,
    wage_fen bigint NOT NULL CHECK (wage_fen >= 0),
    overtime_fen bigint NOT NULL CHECK (overtime_fen >= 0),
    allowances_fen bigint NOT NULL CHECK (allowances_fen >= 0),
    minimum_fen bigint NOT NULL CHECK (minimum_fen > 0),
    days_worked smallint CHECK (days_worked >= 0),
    days_due smallint CHECK (days_due BETWEEN 1 AND 31),
    file_name text NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by_name text NOT NULL,
    PRIMARY KEY (firm_id, period, member_id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    CHECK (overtime_fen + allowances_fen <= wage_fen),
    CHECK ((days_worked IS NULL) = (days_due IS NULL) AND days_worked <= days_due)
);
CREATE TABLE station_overtime (
    firm_id uuid NOT NULL,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    station_id uuid NOT NULL,
    minutes integer NOT NULL CHECK (minutes BETWEEN 0 AND 44640),
    note text NOT NULL DEFAULT '',
    entered_at timestamptz NOT NULL,
    entered_by_name text NOT NULL,
    PRIMARY KEY (firm_id, period, station_id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE TABLE accepted_open_fines (
    firm_id uuid NOT NULL,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    fine_id uuid NOT NULL,
    note text NOT NULL,
    accepted_at timestamptz NOT NULL,
    accepted_by_name text NOT NULL,
    PRIMARY KEY (firm_id, period, fine_id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id)
);
"""

# A share is covered by delivered lines of its fine, agent and cause; what a notice says stays.
NOTICES = """
CREATE TABLE deduction_notices (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    member_id uuid NOT NULL,
    agent_name text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    delivered_at timestamptz,
    delivered_how text CHECK (delivered_how IN ('opened', 'paper')),
    delivered_by_name text,
    delivery_note text,
    acknowledged_at timestamptz CHECK (acknowledged_at IS NULL OR delivered_at IS NOT NULL),
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, number),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    CHECK ((delivered_at IS NULL) = (delivered_how IS NULL)
           AND (delivered_at IS NULL) = (delivered_by_name IS NULL))
);
CREATE INDEX deduction_notices_member ON deduction_notices (firm_id, member_id, id);
CREATE INDEX deduction_notices_period ON deduction_notices (firm_id, period, id);
CREATE TABLE deduction_notice_lines (
    firm_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    fine_id uuid NOT NULL,
    member_id uuid NOT NULL,
    cause text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    fine_fen bigint NOT NULL,
    station_name text NOT NULL,
    waybill text NOT NULL,
    fine_name text NOT NULL,
    occurred_at timestamptz NOT NULL,
    rule_name text NOT NULL,
    PRIMARY KEY (firm_id, notice_id, fine_id),
    FOREIGN KEY (firm_id, notice_id) REFERENCES deduction_notices (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id)
);
CREATE INDEX deduction_notice_lines_fine ON deduction_notice_lines (firm_id, fine_id, member_id);
"""

# What a close has reckoned and posted. `pending_fen` of a share is what the ledger puts on the
# agent for that fine and no month has settled; below zero it is paid back. A frozen fine waits on
# both sides: `closed_frozen_fines` keeps what the month withheld from its station. What the close
# writes has no foreign key to fines: it may hold all posters, and whoever decides a fine has locked
# it before he posts; a key's share lock would let the two wait for each other. Fines stay anyway.
CLOSED = """
CREATE TABLE month_closings (
    firm_id uuid NOT NULL REFERENCES firms,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    state text NOT NULL
        CHECK (state IN ('waiting', 'posting', 'sealing', 'stating', 'done', 'refused')),
    requested_at timestamptz NOT NULL,
    requested_by_name text NOT NULL,
    requested_by_member_id uuid,
    posted_at timestamptz,
    finished_at timestamptz,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    problem text NOT NULL DEFAULT '',
    figures jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (firm_id, period)
);
CREATE TABLE closed_agents (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    agent_account text NOT NULL,
    member_id uuid,
    agent_name text NOT NULL,
    wage_fen bigint,
    overtime_fen bigint,
    allowances_fen bigint,
    minimum_fen bigint,
    cap_fen bigint NOT NULL CHECK (cap_fen >= 0),
    noticed_fen bigint NOT NULL,
    not_noticed_fen bigint NOT NULL,
    deducted_fen bigint NOT NULL CHECK (deducted_fen >= 0 AND deducted_fen <= cap_fen),
    over_cap_fen bigint NOT NULL CHECK (over_cap_fen = noticed_fen - deducted_fen),
    frozen_fen bigint NOT NULL,
    paid_back_fen bigint NOT NULL CHECK (paid_back_fen >= 0),
    payroll_fen bigint NOT NULL CHECK (payroll_fen = deducted_fen - paid_back_fen),
    transaction_id uuid,
    PRIMARY KEY (firm_id, period, agent_account)
);
CREATE TABLE closed_shares (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    fine_id uuid NOT NULL,
    agent_account text NOT NULL,
    member_id uuid,
    station_id uuid NOT NULL,
    pending_fen bigint NOT NULL CHECK (pending_fen <> 0),
    noticed_fen bigint NOT NULL CHECK (noticed_fen >= 0),
    deducted_fen bigint NOT NULL,
    overflow_fen bigint NOT NULL CHECK (overflow_fen >= 0),
    outcome text NOT NULL
        CHECK (outcome IN ('deducted', 'over_cap', 'not_noticed', 'frozen', 'paid_back')),
    notice_id uuid,
    transaction_id uuid,
    PRIMARY KEY (firm_id, period, fine_id, agent_account),
    CHECK (CASE outcome WHEN 'frozen' THEN deducted_fen = 0 AND overflow_fen = 0
           WHEN 'paid_back' THEN deducted_fen = pending_fen AND overflow_fen = 0
           ELSE deducted_fen + overflow_fen = pending_fen AND deducted_fen BETWEEN 0 AND noticed_fen
           END)
);
CREATE INDEX closed_shares_agent ON closed_shares (firm_id, period, agent_account);
CREATE INDEX closed_shares_fine ON closed_shares (firm_id, fine_id);
CREATE TABLE service_fees (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    contract_id uuid NOT NULL,
    station_id uuid NOT NULL,
    held_from date NOT NULL,
    held_to date NOT NULL CHECK (held_to >= held_from),
    days_of_month smallint NOT NULL,
    parcels integer NOT NULL CHECK (parcels >= 0),
    month_fen bigint NOT NULL,
    parcels_fen bigint NOT NULL,
    minimum_fen bigint NOT NULL,
    top_up_fen bigint NOT NULL,
    overtime_minutes integer NOT NULL,
    overtime_fen bigint NOT NULL,
    net_fen bigint NOT NULL
        CHECK (net_fen = month_fen + parcels_fen + top_up_fen + overtime_fen),
    vat_basis_points integer NOT NULL,
    vat_fen bigint NOT NULL,
    transaction_id uuid,
    PRIMARY KEY (firm_id, period, contract_id),
    FOREIGN KEY (firm_id, contract_id) REFERENCES contracts (firm_id, id)
);
CREATE INDEX service_fees_station ON service_fees (firm_id, station_id, period);
CREATE TABLE station_settlements (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    station_id uuid NOT NULL,
    credit_fen bigint NOT NULL,
    unattributed_fen bigint NOT NULL,
    frozen_fen bigint NOT NULL,
    paid_since_fen bigint NOT NULL,
    payable_fen bigint NOT NULL CHECK (
        payable_fen = credit_fen - unattributed_fen - frozen_fen - paid_since_fen),
    PRIMARY KEY (firm_id, period, station_id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE TABLE closed_frozen_fines (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    fine_id uuid NOT NULL,
    station_id uuid NOT NULL,
    station_fen bigint NOT NULL,
    PRIMARY KEY (firm_id, period, fine_id)
);
CREATE TABLE settlement_payments (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    station_id uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
    paid_on date NOT NULL,
    reference text NOT NULL,
    posted_period date NOT NULL,
    transaction_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by_name text NOT NULL,
    PRIMARY KEY (firm_id, period, station_id),
    FOREIGN KEY (firm_id, period, station_id)
        REFERENCES station_settlements (firm_id, period, station_id)
);
"""

# CL001: what a close has written, or a notice has said, stays. CL002: the month is closed.
GUARDS = """
CREATE FUNCTION closing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'closing: % on % is refused; what a month closed with stays', TG_OP,
        TG_TABLE_NAME USING ERRCODE = 'CL001';
END $$;

CREATE FUNCTION closing_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line record;
BEGIN
    IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
    IF EXISTS (SELECT FROM public.ledger_periods c
               WHERE c.firm_id = line.firm_id AND c.period >= line.period)
       OR (TG_OP = 'UPDATE' AND OLD.period <> NEW.period) THEN
        RAISE EXCEPTION 'closing: the month % is closed', to_char(line.period, 'YYYY-MM')
            USING ERRCODE = 'CL002';
    END IF;
    RETURN line;
END $$;

-- For what a close writes by the hundred thousand: it is written before the month is closed.
CREATE FUNCTION closing_check_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT firm_id, period FROM added) a
               JOIN public.ledger_periods c ON c.firm_id = a.firm_id AND c.period >= a.period) THEN
        RAISE EXCEPTION 'closing: the month is closed' USING ERRCODE = 'CL002';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION closing_keep_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['delivered_at', 'delivered_how', 'delivered_by_name',
                              'delivery_note', 'acknowledged_at'])
       <> (to_jsonb(NEW) - ARRAY['delivered_at', 'delivered_how', 'delivered_by_name',
                                 'delivery_note', 'acknowledged_at'])
       OR (OLD.delivered_at IS NOT NULL AND OLD.delivered_at IS DISTINCT FROM NEW.delivered_at)
       OR (OLD.acknowledged_at IS NOT NULL
           AND OLD.acknowledged_at IS DISTINCT FROM NEW.acknowledged_at) THEN
        RAISE EXCEPTION 'closing: what a notice says, and when it came, stays'
            USING ERRCODE = 'CL001';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER closing_keep BEFORE UPDATE ON deduction_notices
    FOR EACH ROW EXECUTE FUNCTION closing_keep_notice();
CREATE TRIGGER closing_unchanged BEFORE DELETE OR TRUNCATE ON deduction_notices
    FOR EACH STATEMENT EXECUTE FUNCTION closing_refuse_change();
"""

UNCHANGED = (
    "deduction_notice_lines", "closed_agents", "closed_shares", "service_fees",
    "station_settlements", "settlement_payments", "closed_frozen_fines",
)  # fmt: skip
UNTIL_CLOSED = ("wages", "station_overtime", "accepted_open_fines")
BY_THE_CLOSE = (
    "closed_agents", "closed_shares", "service_fees", "station_settlements", "closed_frozen_fines",
)  # fmt: skip

# The close asks to which fine an entry on an agent's account belongs.
FINES = """
CREATE INDEX fine_transactions_transaction ON fine_transactions (firm_id, transaction_id);
"""

FIRM_ALONE = f"{SCOPE} = 'firm'"
WALLS = [
    *tenant_table("wages", None, scope=FIRM_ALONE, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("station_overtime", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("accepted_open_fines", None, scope=FIRM_ALONE, grants="SELECT, INSERT"),
    *tenant_table("deduction_notices", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("deduction_notice_lines", None, grants="SELECT, INSERT"),
    *tenant_table("month_closings", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("closed_agents", None, scope=FIRM_ALONE, grants="SELECT, INSERT"),
    *tenant_table("closed_shares", None, grants="SELECT, INSERT"),
    *tenant_table("service_fees", "station_id", grants="SELECT, INSERT"),
    *tenant_table("station_settlements", "station_id", grants="SELECT, INSERT"),
    *tenant_table("closed_frozen_fines", "station_id", grants="SELECT, INSERT"),
    *tenant_table("settlement_payments", "station_id", grants="SELECT, INSERT"),
]


def upgrade() -> None:
    for sql in (INPUT, NOTICES, CLOSED, GUARDS, FINES):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
    for table in UNCHANGED:
        op.execute(
            f"CREATE TRIGGER closing_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION closing_refuse_change()"
        )
    for table in UNTIL_CLOSED:
        op.execute(
            f"CREATE TRIGGER closing_closed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION closing_refuse_closed()"
        )
        op.execute(
            f"CREATE TRIGGER closing_unchanged BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION closing_refuse_change()"
        )
    for table in BY_THE_CLOSE:
        op.execute(
            f"CREATE TRIGGER closing_closed AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
            "FOR EACH STATEMENT EXECUTE FUNCTION closing_check_added()"
        )
    for sql in WALLS:
        op.execute(sql)
