"""What the further kinds of case need: parents, appeals on fines, awards, filings by date."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0007_kinds"
down_revision = "0006_policies"

# `appeal_*`: how the last appeal ended; `appeal_amount_fen` is what the fine comes to by it.
# `advanced_fen`: what was posted as given back before any refund line came; a line that comes
# later matches it, so what has been given back is the greater of the two.
TABLES = """
ALTER TABLE cases ADD COLUMN parent_case_id uuid;
CREATE INDEX cases_parent ON cases (firm_id, parent_case_id) WHERE parent_case_id IS NOT NULL;

ALTER TABLE fines
    ADD COLUMN appeal_case_id uuid,
    ADD COLUMN appeal_outcome text
        CHECK (appeal_outcome IN ('fine_upheld', 'fine_reduced', 'fine_cancelled')),
    ADD COLUMN appeal_amount_fen bigint CHECK (appeal_amount_fen >= 0),
    ADD COLUMN appeal_decided_at timestamptz,
    ADD COLUMN advanced_fen bigint NOT NULL DEFAULT 0
        CHECK (advanced_fen >= 0 AND (advanced_fen = 0 OR advanced_fen <= amount_fen)),
    ADD CHECK ((appeal_outcome IS NULL) = (appeal_amount_fen IS NULL));

CREATE TABLE arbitration_awards (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    waybill text NOT NULL,
    ground text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    received_at timestamptz NOT NULL,
    proof text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL,
    transaction_id uuid,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, case_id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE INDEX arbitration_awards_unposted ON arbitration_awards (firm_id, station_id, id)
    WHERE transaction_id IS NULL;

CREATE INDEX case_timeline_filings ON case_timeline (firm_id, at)
    WHERE event IN ('file', 'contact', 'chase', 'ask_counterparty', 'complain');
"""

WALLS = tenant_table("arbitration_awards", "station_id", grants="SELECT, INSERT, UPDATE")


def upgrade() -> None:
    """Make them."""
    # Several statements at once, as they stand: no parameters, so no `%` to escape.
    op.get_bind().connection.cursor().execute(TABLES)
    for sql in WALLS:
        op.execute(sql)
