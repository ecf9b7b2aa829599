"""What bulk decisions and bulk appeals of fines need: flags to filter by, and the results."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0017_bulk"
down_revision = "0016_disputes"

APPEND_ONLY = "SELECT, INSERT"

# `category`: what the line's code is about, by the firm's table; set again when the table changes.
# `duplicate_of`: the earlier charge that a line repeats, and by which rule.
FLAGS = """
ALTER TABLE fines
    ADD COLUMN category text NOT NULL DEFAULT 'other',
    ADD COLUMN confidence_percent smallint CHECK (confidence_percent BETWEEN 0 AND 100),
    ADD COLUMN duplicate_of uuid,
    ADD COLUMN duplicate_rule text CHECK (duplicate_rule IN ('same_charge', 'same_case')),
    ADD CHECK ((duplicate_of IS NULL) = (duplicate_rule IS NULL));
UPDATE fines f SET category = coalesce(
    (SELECT c.category FROM fine_codes c
     WHERE c.firm_id = f.firm_id AND c.carrier = f.carrier AND c.code = f.code),
    CASE f.code WHEN '100101' THEN 'delay' WHEN '100102' THEN 'delay'
        WHEN '100201' THEN 'late_reply' WHEN '100301' THEN 'loss' WHEN '100302' THEN 'loss'
        WHEN '100401' THEN 'damage' WHEN '100402' THEN 'damage'
        WHEN '110492' THEN 'false_problem' WHEN '044309' THEN 'interception'
        WHEN '264-18' THEN 'service_quality' END,
    CASE WHEN f.name LIKE '%破损%' THEN 'damage'
        WHEN f.name LIKE '%遗失%' OR f.name LIKE '%丢失%' THEN 'loss'
        WHEN f.name LIKE '%虚假签收%' THEN 'false_signature'
        WHEN f.name LIKE '%虚假问题件%' THEN 'false_problem'
        WHEN f.name LIKE '%拦截%' OR f.name LIKE '%退回%' THEN 'interception'
        WHEN f.name LIKE '%投诉%' THEN 'complaint'
        WHEN f.name LIKE '%工单%' OR f.name LIKE '%回复%' THEN 'late_reply'
        WHEN f.name LIKE '%延误%' THEN 'delay'
        WHEN f.name LIKE '%服务质量%' THEN 'service_quality' ELSE 'other' END),
    confidence_percent = round((f.proposal ->> 'confidence')::numeric * 100);
CREATE INDEX fines_occurred ON fines (firm_id, occurred_at, id);
CREATE INDEX fines_duplicates ON fines (firm_id, id) WHERE duplicate_of IS NOT NULL;
CREATE INDEX fines_proposed ON fines (firm_id, proposed_cause, id) WHERE status = 'undecided';
"""

TABLES = """
CREATE TABLE fine_bulks (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('decide', 'appeal')),
    note text NOT NULL DEFAULT '',
    asked integer NOT NULL CHECK (asked > 0),
    done integer NOT NULL CHECK (done >= 0 AND done <= asked),
    made_at timestamptz NOT NULL,
    made_by_member_id uuid,
    made_by text NOT NULL,
    PRIMARY KEY (firm_id, id)
);
CREATE TABLE fine_bulk_items (
    firm_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    position integer NOT NULL,
    fine_id uuid NOT NULL,
    station_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('decided', 'waiting', 'appealed', 'refused')),
    code text NOT NULL DEFAULT '',
    case_id uuid,
    PRIMARY KEY (firm_id, bulk_id, position),
    FOREIGN KEY (firm_id, bulk_id) REFERENCES fine_bulks (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id),
    CHECK ((outcome = 'refused') = (code <> ''))
);
CREATE INDEX fine_bulk_items_fine ON fine_bulk_items (firm_id, fine_id);
"""

WALLS = [
    *tenant_table("fine_bulks", None, grants=APPEND_ONLY),
    *tenant_table("fine_bulk_items", "station_id", grants=APPEND_ONLY),
]


def upgrade() -> None:
    # Several statements at once, as they stand: no parameters, so no `%` to escape.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(FLAGS)
    cursor.execute(TABLES)
    for sql in WALLS:
        op.execute(sql)
