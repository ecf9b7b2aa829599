"""Statements of closed months, the roots that they are sealed under, and what was answered.

What was issued is never changed: not by the app, not by the owner. Names inside of functions are
qualified, as in 0004.
"""

from alembic import op

from stationdesk.tenancy.schema import SCOPE, STATIONS, tenant_table

revision = "0020_statements"
down_revision = "0019_closing"

# `content` is the canonical JSON that `content_hash` is of, deflated by the app (PostgreSQL's own
# compression takes seven times as long); the columns beside it repeat what lists show. Amounts
# are from the party's side: positive is what the firm owes.
TABLES = """
CREATE TABLE statement_roots (
    firm_id uuid NOT NULL REFERENCES firms,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    tree_size integer NOT NULL CHECK (tree_size >= 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    ledger_seal integer NOT NULL CHECK (ledger_seal >= 0),
    ledger_chain bytea NOT NULL CHECK (octet_length(ledger_chain) = 32),
    issued_at timestamptz NOT NULL,
    issued_by text NOT NULL,
    PRIMARY KEY (firm_id, period)
);
CREATE TABLE statements (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    period date NOT NULL,
    position integer NOT NULL CHECK (position > 0),
    number text NOT NULL,
    party text NOT NULL CHECK (party IN ('station', 'agent')),
    party_code text NOT NULL,
    party_name text NOT NULL,
    station_id uuid,
    member_id uuid,
    account text NOT NULL,
    opening_fen bigint NOT NULL,
    closing_fen bigint NOT NULL,
    undecided_fen bigint NOT NULL,
    frozen_fen bigint NOT NULL,
    paid_since_fen bigint NOT NULL,
    payable_fen bigint NOT NULL,
    line_count integer NOT NULL,
    content bytea NOT NULL,
    content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, period, position),
    UNIQUE (firm_id, period, account),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id),
    CHECK (number = to_char(period, 'YYYY-MM-') || lpad(position::text, 4, '0')
           OR position > 9999 AND number = to_char(period, 'YYYY-MM-') || position),
    CHECK ((party = 'station') = (station_id IS NOT NULL)),
    CHECK (party = 'agent' OR member_id IS NULL),
    CHECK (payable_fen = closing_fen - undecided_fen - frozen_fen - paid_since_fen)
);
ALTER TABLE statements ALTER content SET STORAGE EXTERNAL;
CREATE INDEX statements_station ON statements (firm_id, station_id, period)
    WHERE station_id IS NOT NULL;
CREATE INDEX statements_member ON statements (firm_id, member_id, period)
    WHERE member_id IS NOT NULL;
CREATE TABLE statement_answers (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    station_id uuid,
    answer text NOT NULL CHECK (answer IN ('seen', 'accepted', 'disputed', 'replied')),
    text text NOT NULL CHECK (length(text) <= 1000),
    content_hash bytea NOT NULL,
    answered_by_member_id uuid,
    answered_by text NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, statement_id) REFERENCES statements (firm_id, id),
    CHECK ((answer IN ('disputed', 'replied')) = (text <> ''))
);
CREATE UNIQUE INDEX statement_answers_once ON statement_answers (firm_id, statement_id, answer)
    WHERE answer IN ('seen', 'accepted');
CREATE INDEX statement_answers_statement ON statement_answers (firm_id, statement_id, id);
CREATE TABLE statement_papers (
    firm_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    locale text NOT NULL CHECK (locale IN ('zh', 'en')),
    station_id uuid,
    storage_key text NOT NULL,
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    size_bytes bigint NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, statement_id, locale),
    FOREIGN KEY (firm_id, statement_id) REFERENCES statements (firm_id, id)
);
"""

GUARDED = ("statement_roots", "statements", "statement_answers", "statement_papers")

# ST001 changed, ST002 not what the ledger says, ST003 not what was issued.
GUARDS = """
CREATE FUNCTION statement_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'statements: % on % is refused; what was issued stays as it is',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'ST001';
END $$;

CREATE FUNCTION statement_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT c.number, c.why INTO wrong FROM (
        SELECT n.number, CASE
            WHEN NOT EXISTS (SELECT FROM public.ledger_periods p
                             WHERE p.firm_id = n.firm_id AND p.period = n.period)
                THEN 'its month is open'
            WHEN EXISTS (SELECT FROM public.statement_roots r
                         WHERE r.firm_id = n.firm_id AND r.period = n.period)
                THEN 'the statements of its month are sealed'
            WHEN n.closing_fen <> -coalesce((
                    SELECT r.balance_fen FROM public.ledger_rollups r
                    JOIN public.ledger_accounts a ON a.firm_id = r.firm_id AND a.id = r.account_id
                    WHERE a.firm_id = n.firm_id AND a.name = n.account AND r.period = n.period), 0)
                THEN 'its closing balance is not that of its account'
            END AS why
        FROM added n) c
    WHERE c.why IS NOT NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'statements: % is refused, %', wrong.number, wrong.why
            USING ERRCODE = 'ST002';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION statement_check_root() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    there record;
BEGIN
    SELECT count(*) AS statements, coalesce(max(s.position), 0) AS last INTO there
    FROM public.statements s WHERE s.firm_id = NEW.firm_id AND s.period = NEW.period;
    IF there.statements <> NEW.tree_size OR there.last <> NEW.tree_size THEN
        RAISE EXCEPTION 'statements: a root over % where % are, the last of them no. %',
            NEW.tree_size, there.statements, there.last USING ERRCODE = 'ST002';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION statement_check_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.statements s WHERE s.firm_id = NEW.firm_id
                   AND s.id = NEW.statement_id AND s.content_hash = NEW.content_hash
                   AND s.station_id IS NOT DISTINCT FROM NEW.station_id) THEN
        RAISE EXCEPTION 'statements: this answer is to another content than was issued'
            USING ERRCODE = 'ST003';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER statement_check AFTER INSERT ON statements
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION statement_check();
CREATE TRIGGER statement_check AFTER INSERT ON statement_roots
    FOR EACH ROW EXECUTE FUNCTION statement_check_root();
CREATE TRIGGER statement_check AFTER INSERT ON statement_answers
    FOR EACH ROW EXECUTE FUNCTION statement_check_answer();
"""

# An owner sees those of his stations. An agent's wall is wider than what he may see (that goes by
# member, whom row-level security does not know): the use cases add his own id.
READERS = (
    f"{SCOPE} = 'firm' OR station_id = ANY({STATIONS}) OR ({SCOPE} = 'agent' AND "
    "station_id IS NULL)"
)


def upgrade() -> None:
    # Several statements at once, as they stand: no parameters, so no `%` to escape.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(TABLES)
    cursor.execute(GUARDS)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER statement_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION statement_refuse_change()"
        )
        is_root = table == "statement_roots"
        for sql in tenant_table(
            table,
            None,
            open_to_station_owner=is_root,
            scope=None if is_root else READERS,
            grants="SELECT, INSERT",
        ):
            op.execute(sql)
