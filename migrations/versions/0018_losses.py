"""Losses without a bill line, and awards posted to whoever bore the loss."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0018_losses"
down_revision = "0017_bulk"

# An award is recorded by its case, or comes as a line of a bill (`line_id`), or both: then it is
# one. `same_as`: it turned out to be that one. `is_stations`: a person said that nothing of it is
# anybody's but the station's. What was shared out of it stands in `award_shares`, a row for each
# party of a fine; those without a transaction are the station's own, whom headquarters paid.
TABLES = """
ALTER TABLE fines
    ALTER COLUMN batch_id DROP NOT NULL,
    ADD COLUMN origin text NOT NULL DEFAULT 'bill' CHECK (origin IN ('bill', 'loss')),
    ADD CHECK ((origin = 'bill') = (batch_id IS NOT NULL));

ALTER TABLE fine_transactions
    DROP CONSTRAINT fine_transactions_step_check,
    ADD CONSTRAINT fine_transactions_step_check CHECK (
        step IN ('intake', 'attribution', 'reversal', 'award', 'close', 'dispute'));

ALTER TABLE arbitration_awards
    DROP COLUMN transaction_id,
    ALTER COLUMN case_id DROP NOT NULL,
    ADD COLUMN line_id uuid,
    ADD COLUMN same_as uuid,
    ADD COLUMN status text NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'settled', 'same')),
    ADD COLUMN is_stations boolean NOT NULL DEFAULT false,
    ADD COLUMN decided_by text,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN note text NOT NULL DEFAULT '',
    ADD UNIQUE (firm_id, line_id),
    ADD CHECK (case_id IS NOT NULL OR line_id IS NOT NULL),
    ADD CHECK ((status = 'same') = (same_as IS NOT NULL)),
    ADD FOREIGN KEY (firm_id, line_id) REFERENCES fines (firm_id, id),
    ADD FOREIGN KEY (firm_id, same_as) REFERENCES arbitration_awards (firm_id, id);
CREATE INDEX arbitration_awards_waybill ON arbitration_awards (firm_id, station_id, waybill);
CREATE INDEX arbitration_awards_status ON arbitration_awards (firm_id, status, id);
REVOKE UPDATE ON arbitration_awards FROM stationdesk_app;
GRANT UPDATE (case_id, line_id, same_as, status, is_stations, decided_by, decided_at, note, proof)
    ON arbitration_awards TO stationdesk_app;

CREATE TABLE award_fines (
    firm_id uuid NOT NULL,
    award_id uuid NOT NULL,
    fine_id uuid NOT NULL,
    station_id uuid NOT NULL,
    chosen_by text NOT NULL,
    chosen_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, award_id, fine_id),
    FOREIGN KEY (firm_id, award_id) REFERENCES arbitration_awards (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id)
);
CREATE INDEX award_fines_fine ON award_fines (firm_id, fine_id);

CREATE TABLE award_shares (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    award_id uuid NOT NULL,
    fine_id uuid NOT NULL,
    station_id uuid NOT NULL,
    party text NOT NULL,
    account text NOT NULL,
    name text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    transaction_id uuid,
    shared_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (firm_id, id),
    CHECK ((party = 'station') = (transaction_id IS NULL)),
    FOREIGN KEY (firm_id, award_id) REFERENCES arbitration_awards (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id)
);
CREATE INDEX award_shares_award ON award_shares (firm_id, award_id, id);
CREATE INDEX award_shares_fine ON award_shares (firm_id, fine_id) WHERE ended_at IS NULL;

CREATE TABLE losses (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    waybill text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('window_missed', 'settlement', 'goods')),
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    occurred_at timestamptz NOT NULL,
    text text NOT NULL,
    status text NOT NULL
        CHECK (status IN ('suggested', 'entered', 'approved', 'refused', 'withdrawn')),
    entered_by_member_id uuid,
    entered_by text NOT NULL,
    entered_at timestamptz NOT NULL,
    decided_by_member_id uuid,
    decided_by text,
    decided_at timestamptz,
    reason text NOT NULL DEFAULT '',
    fine_id uuid,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id),
    CHECK ((status = 'approved') = (fine_id IS NOT NULL)),
    CHECK (status <> 'approved' OR decided_by_member_id IS DISTINCT FROM entered_by_member_id)
);
CREATE UNIQUE INDEX losses_window ON losses (firm_id, case_id)
    WHERE kind = 'window_missed' AND status IN ('suggested', 'entered', 'approved');
CREATE INDEX losses_status ON losses (firm_id, status, id);
CREATE INDEX losses_case ON losses (firm_id, case_id);

CREATE TABLE loss_proofs (
    firm_id uuid NOT NULL,
    loss_id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    station_id uuid NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (firm_id, loss_id, attachment_id),
    FOREIGN KEY (firm_id, loss_id) REFERENCES losses (firm_id, id)
);

CREATE FUNCTION losses_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('suggested', 'entered') THEN
        RAISE EXCEPTION 'losses: % has been decided and is changed no more', OLD.id
            USING ERRCODE = '23001';
    ELSIF OLD.status = 'entered'
          AND (OLD.case_id, OLD.kind, OLD.amount_fen, OLD.occurred_at, OLD.text,
               OLD.entered_by_member_id)
              IS DISTINCT FROM (NEW.case_id, NEW.kind, NEW.amount_fen, NEW.occurred_at, NEW.text,
               NEW.entered_by_member_id) THEN
        RAISE EXCEPTION 'losses: % waits for its approval as it was entered', OLD.id
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER losses_guard BEFORE UPDATE ON losses
    FOR EACH ROW EXECUTE FUNCTION losses_refuse_change();
"""

WALLS = [
    *tenant_table("award_fines", "station_id", grants="SELECT, INSERT, DELETE"),
    *tenant_table("award_shares", "station_id", grants="SELECT, INSERT, UPDATE (ended_at)"),
    *tenant_table("losses", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("loss_proofs", "station_id", grants="SELECT, INSERT"),
]


def upgrade() -> None:
    """Make them."""
    # Several statements at once, as they stand: no parameters, so no `%` to escape.
    op.get_bind().connection.cursor().execute(TABLES)
    for sql in WALLS:
        op.execute(sql)
