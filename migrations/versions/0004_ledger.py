"""The ledger: accounts, transactions, entries, closed periods, seals, and the guards around them.

Every name inside of a function is qualified: a temporary table of the same name would otherwise be
found first, and the guards would check that one.
"""

from alembic import op

from stationdesk.tenancy.schema import APP_ROLE, tenant_table

revision = "0004_ledger"
down_revision = "0003_cases"

TABLES = """
CREATE TABLE ledger_accounts (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    name text NOT NULL CHECK (name ~ '^[a-z_]+(/[^[:cntrl:]]+)?$' AND length(name) <= 340),
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, name)
);
CREATE TABLE ledger_transactions (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    kind text NOT NULL,
    period date NOT NULL,
    occurred_at timestamptz NOT NULL,
    posted_at timestamptz NOT NULL,
    reference text NOT NULL,
    reverses uuid,
    entry_count integer NOT NULL,
    leaf_hash bytea NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, key)
);
CREATE UNIQUE INDEX ledger_reversed_once ON ledger_transactions (firm_id, reverses)
    WHERE reverses IS NOT NULL;
CREATE INDEX ledger_transactions_xid ON ledger_transactions (firm_id, xid);
CREATE TABLE ledger_entries (
    firm_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    line integer NOT NULL,
    account_id uuid NOT NULL,
    period date NOT NULL,
    amount_fen bigint NOT NULL,
    PRIMARY KEY (firm_id, transaction_id, line)
);
CREATE INDEX ledger_entries_account ON ledger_entries (firm_id, account_id, period)
    INCLUDE (amount_fen);
CREATE TABLE ledger_periods (
    firm_id uuid NOT NULL REFERENCES firms,
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    closed_at timestamptz NOT NULL,
    closed_by text NOT NULL,
    PRIMARY KEY (firm_id, period)
);
CREATE TABLE ledger_rollups (
    firm_id uuid NOT NULL,
    period date NOT NULL,
    account_id uuid NOT NULL,
    balance_fen numeric(30) NOT NULL,
    PRIMARY KEY (firm_id, period, account_id)
);
CREATE TABLE ledger_seals (
    firm_id uuid NOT NULL REFERENCES firms,
    number integer NOT NULL CHECK (number > 0),
    tree_size bigint NOT NULL CHECK (tree_size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    chain bytea NOT NULL CHECK (octet_length(chain) = 32),
    peaks bytea[] NOT NULL,
    sealed_below xid8 NOT NULL,
    sealed_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, number)
);
CREATE TABLE ledger_leaves (
    firm_id uuid NOT NULL,
    position bigint NOT NULL CHECK (position >= 0),
    transaction_id uuid NOT NULL,
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    PRIMARY KEY (firm_id, position),
    UNIQUE (firm_id, transaction_id)
);
"""

GUARDED = (
    "ledger_accounts",
    "ledger_transactions",
    "ledger_entries",
    "ledger_periods",
    "ledger_rollups",
    "ledger_seals",
    "ledger_leaves",
)

WRITTEN_BY_FUNCTIONS = (
    "ledger_transactions",
    "ledger_entries",
    "ledger_periods",
    "ledger_rollups",
)

# Own SQLSTATEs, so that the service can name the business fact: LG001 changed, LG002 unbalanced,
# LG003 not of this transaction, LG004 period closed, LG005 no such account, LG006 no exact
# reversal, LG007 isolation, LG008 form.
GUARDS = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: % on % is refused; what is posted is reversed, never changed',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'LG001';
END $$;

CREATE FUNCTION ledger_is_exact_reversal(of_firm uuid, reversal uuid, original uuid)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.ledger_transactions o
                   WHERE o.firm_id = of_firm AND o.id = original AND o.reverses IS NULL)
        AND NOT EXISTS (
            SELECT FROM (SELECT line, account_id, -amount_fen AS amount_fen
                         FROM public.ledger_entries
                         WHERE firm_id = of_firm AND transaction_id = original) o
            FULL JOIN (SELECT line, account_id, amount_fen FROM public.ledger_entries
                       WHERE firm_id = of_firm AND transaction_id = reversal) r
                USING (line, account_id, amount_fen)
            WHERE o IS NULL OR r IS NULL)
$$;

-- A trigger for each row: with the row at hand, all but two checks are expressions,
-- and the entries are summed by their primary key, without grouping. Formats are checked here, as
-- a CHECK's text is parsed again by every statement (a quarter of what a posting costs).
CREATE FUNCTION ledger_check_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_locked boolean;
    its record;
BEGIN
    -- A snapshot taken before a close would not see it: only READ COMMITTED may post.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'ledger: post at READ COMMITTED only' USING ERRCODE = 'LG007';
    ELSIF NEW.xid <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'ledger: % carries the id of another database transaction', NEW.id
            USING ERRCODE = 'LG003';
    ELSIF NOT (length(NEW.key) BETWEEN 1 AND 200 AND length(NEW.kind) BETWEEN 1 AND 60
            AND length(NEW.reference) <= 1000
            AND strpos(NEW.key || NEW.kind || NEW.reference, E'\\n') = 0
            AND octet_length(NEW.request_hash) = 32 AND octet_length(NEW.leaf_hash) = 32
            AND NEW.entry_count BETWEEN 2 AND 1000 AND extract(day FROM NEW.period) = 1) THEN
        RAISE EXCEPTION 'ledger: a field of % is too long, or not of its form', NEW.id
            USING ERRCODE = 'LG008';
    END IF;
    -- In an assignment, as PERFORM would plan and run a query for it. What follows is a statement
    -- of its own, and sees every close that the lock has waited for.
    is_locked := pg_advisory_xact_lock_shared(7310004, hashtext(NEW.firm_id::text)) IS NOT NULL;
    SELECT count(*) AS lines, min(e.line) AS first, max(e.line) AS last,
           sum(e.amount_fen) AS total, bool_and(e.period = NEW.period) AS is_in_period,
           count((SELECT a.id FROM public.ledger_accounts a WHERE a.firm_id = e.firm_id
                  AND a.id = e.account_id AND e.amount_fen <> 0)) AS sound,
           EXISTS (SELECT FROM public.ledger_periods c
                   WHERE c.firm_id = NEW.firm_id AND c.period >= NEW.period) AS is_closed
    INTO its FROM public.ledger_entries e
    WHERE e.firm_id = NEW.firm_id AND e.transaction_id = NEW.id;
    IF its.is_closed THEN
        RAISE EXCEPTION 'ledger: the period % is closed', to_char(NEW.period, 'YYYY-MM')
            USING ERRCODE = 'LG004';
    ELSIF its.lines <> NEW.entry_count OR its.first <> 1 OR its.last <> its.lines
          OR its.total <> 0 THEN
        RAISE EXCEPTION 'ledger: % has % entries that sum to % fen', NEW.id, its.lines, its.total
            USING ERRCODE = 'LG002';
    ELSIF NOT its.is_in_period THEN
        RAISE EXCEPTION 'ledger: an entry of % lies in another period', NEW.id
            USING ERRCODE = 'LG003';
    ELSIF its.sound <> its.lines THEN
        RAISE EXCEPTION 'ledger: an entry of % is zero, or its account does not exist', NEW.id
            USING ERRCODE = 'LG005';
    ELSIF NEW.reverses IS NOT NULL THEN
        IF NOT public.ledger_is_exact_reversal(NEW.firm_id, NEW.id, NEW.reverses) THEN
            RAISE EXCEPTION 'ledger: % is no exact reversal of %', NEW.id, NEW.reverses
                USING ERRCODE = 'LG006';
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- Entries come with their transaction or not at all. The guard above saw lines 1 … entry_count when
-- it was inserted; their primary key then leaves no line free for anything to be appended.
CREATE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    -- OFFSET 0 keeps the look-up by primary key, whatever is thought of the tables' sizes.
    SELECT a.transaction_id, t.is_ours, t.entry_count INTO wrong
    FROM added a LEFT JOIN LATERAL (
        SELECT x.entry_count, x.xid = pg_current_xact_id() AS is_ours
        FROM public.ledger_transactions x
        WHERE x.firm_id = a.firm_id AND x.id = a.transaction_id OFFSET 0) t ON true
    WHERE (t.is_ours AND a.line BETWEEN 1 AND t.entry_count) IS NOT TRUE LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF wrong.is_ours THEN
        RAISE EXCEPTION 'ledger: % has its % entries', wrong.transaction_id, wrong.entry_count
            USING ERRCODE = 'LG002';
    END IF;
    RAISE EXCEPTION 'ledger: entries for %, which is not of this database transaction',
        wrong.transaction_id USING ERRCODE = 'LG003';
END $$;

-- Whoever closes waits for every poster, and every poster after him sees the period closed.
CREATE FUNCTION ledger_lock_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'ledger: close at READ COMMITTED only' USING ERRCODE = 'LG007';
    END IF;
    PERFORM pg_advisory_xact_lock(7310004, hashtext(NEW.firm_id::text));
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_check AFTER INSERT ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_check_transaction();
CREATE TRIGGER ledger_check AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_entries();
CREATE TRIGGER ledger_lock BEFORE INSERT ON ledger_periods
    FOR EACH ROW EXECUTE FUNCTION ledger_lock_close();
"""

# The app posts through these functions alone: it has no right to insert into the two tables. They
# run as the owner, so they look at the tenant themselves; the guards above hold for the owner too.
# `ledger_post` is the hot one: it answers null, or for a key that is known the 16 bytes of that
# transaction's id and its request hash (a set of rows would cost a tuple store each time).
# `ledger_post_all` takes thousands in one statement, and answers with rows where a key was known.
POST = """
CREATE FUNCTION ledger_leaf_head(
    of_firm uuid, id uuid, key text, kind text, period date, occurred_at timestamptz,
    posted_at timestamptz, reference text, reverses uuid)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(E'\\n', of_firm, id, key, kind, to_char(period, 'YYYY-MM-DD'),
        (extract(epoch FROM occurred_at) * 1000000)::bigint,
        (extract(epoch FROM posted_at) * 1000000)::bigint, reference,
        coalesce(reverses::text, '-'))
$$;

CREATE FUNCTION ledger_post(
    of_firm uuid, new_id uuid, new_key text, new_hash bytea, new_kind text, occurred timestamptz,
    posted timestamptz, about text, reversed uuid, accounts text[], amounts bigint[],
    in_period date, not_before date)
RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    is_locked boolean;
    lines text := '';
BEGIN
    IF of_firm::text IS DISTINCT FROM current_setting('app.firm_id', true)
       OR coalesce(current_setting('app.scope', true), '') NOT IN ('firm', 'agent') THEN
        RAISE EXCEPTION 'ledger: not the ledger of this tenant' USING ERRCODE = '42501';
    END IF;
    is_locked := pg_advisory_xact_lock_shared(7310004, hashtext(of_firm::text)) IS NOT NULL;
    FOR at IN 1 .. cardinality(accounts) LOOP
        lines := lines || E'\\n' || at || ' ' || amounts[at] || ' ' || accounts[at];
    END LOOP;
    WITH fresh AS (
        INSERT INTO public.ledger_transactions (firm_id, id, key, request_hash, kind, period,
            occurred_at, posted_at, reference, reverses, entry_count, leaf_hash)
        SELECT of_firm, new_id, new_key, new_hash, new_kind, o.period, occurred, posted, about,
            reversed, cardinality(accounts),
            sha256('\\x00'::bytea || convert_to(public.ledger_leaf_head(of_firm, new_id, new_key,
                new_kind, o.period, occurred, posted, about, reversed) || lines, 'UTF8'))
        FROM (SELECT coalesce(in_period, greatest(not_before, (
                  SELECT (max(c.period) + interval '1 month')::date FROM public.ledger_periods c
                  WHERE c.firm_id = of_firm))) AS period OFFSET 0) o
        ON CONFLICT (firm_id, key) DO NOTHING RETURNING id, period
    )
    INSERT INTO public.ledger_entries (firm_id, transaction_id, line, account_id, period,
        amount_fen)
    SELECT of_firm, l.id, l.line,
        (SELECT c.id FROM public.ledger_accounts c
         WHERE c.firm_id = of_firm AND c.name = accounts[l.line]),
        l.period, amounts[l.line]
    FROM (SELECT id, period, generate_series(1, cardinality(accounts)) AS line FROM fresh) l;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT uuid_send(t.id) || t.request_hash FROM public.ledger_transactions t
            WHERE t.firm_id = of_firm AND t.key = new_key);
END $$;

CREATE FUNCTION ledger_post_all(
    of_firm uuid, ids uuid[], keys text[], request_hashes bytea[], kinds text[],
    occurred timestamptz[], posted timestamptz, refs text[], reversed uuid[],
    entry_of integer[], accounts text[], amounts bigint[], in_period date, not_before date)
RETURNS TABLE (replayed_key text, replayed_id uuid, replayed_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    inserted bigint;
BEGIN
    IF of_firm::text IS DISTINCT FROM current_setting('app.firm_id', true)
       OR coalesce(current_setting('app.scope', true), '') NOT IN ('firm', 'agent') THEN
        RAISE EXCEPTION 'ledger: not the ledger of this tenant' USING ERRCODE = '42501';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7310004, hashtext(of_firm::text));
    in_period := coalesce(in_period, greatest(not_before, (
        SELECT (max(c.period) + interval '1 month')::date FROM public.ledger_periods c
        WHERE c.firm_id = of_firm)));
    WITH lines AS MATERIALIZED (
        SELECT l.position, l.account, l.amount_fen,
               row_number() OVER (PARTITION BY l.position ORDER BY l.ord)::integer AS line,
               (SELECT c.id FROM public.ledger_accounts c
                WHERE c.firm_id = of_firm AND c.name = l.account) AS account_id
        FROM unnest(entry_of, accounts, amounts) WITH ORDINALITY
             AS l (position, account, amount_fen, ord)
    ), asked AS MATERIALIZED (
        SELECT a.*, s.entry_count, s.entries
        FROM unnest(ids, keys, request_hashes, kinds, occurred, refs, reversed) WITH ORDINALITY
             AS a (id, key, request_hash, kind, occurred_at, reference, reverses, position)
        JOIN (SELECT position, count(*)::integer AS entry_count,
                     string_agg(E'\\n' || line || ' ' || amount_fen || ' ' || account, ''
                                ORDER BY line) AS entries
              FROM lines GROUP BY position) s ON s.position = a.position
    ), fresh AS (
        INSERT INTO public.ledger_transactions (firm_id, id, key, request_hash, kind, period,
            occurred_at, posted_at, reference, reverses, entry_count, leaf_hash)
        SELECT of_firm, a.id, a.key, a.request_hash, a.kind, in_period, a.occurred_at, posted,
            a.reference, a.reverses, a.entry_count,
            sha256('\\x00'::bytea || convert_to(public.ledger_leaf_head(of_firm, a.id, a.key,
                a.kind, in_period, a.occurred_at, posted, a.reference, a.reverses)
                || a.entries, 'UTF8'))
        FROM asked a ORDER BY a.position
        ON CONFLICT (firm_id, key) DO NOTHING RETURNING id
    )
    INSERT INTO public.ledger_entries (firm_id, transaction_id, line, account_id, period,
        amount_fen)
    SELECT of_firm, a.id, l.line, l.account_id, in_period, l.amount_fen
    FROM fresh JOIN asked a ON a.id = fresh.id JOIN lines l ON l.position = a.position;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    IF inserted < cardinality(accounts) THEN
        RETURN QUERY SELECT t.key, t.id, t.request_hash FROM public.ledger_transactions t
            WHERE t.firm_id = of_firm AND t.key = ANY (keys);
    END IF;
END $$;
"""

# The app closes through this function alone: it has no right to write periods or rollups.
CLOSE = """
CREATE FUNCTION ledger_close(of_firm uuid, of_period date, at timestamptz, by_whom text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    earlier date;
BEGIN
    IF of_firm <> nullif(current_setting('app.firm_id', true), '')::uuid
       OR current_setting('app.scope', true) <> 'firm' THEN
        RAISE EXCEPTION 'ledger: only the firm itself closes its month' USING ERRCODE = '42501';
    END IF;
    PERFORM pg_advisory_xact_lock(7310004, hashtext(of_firm::text));
    SELECT max(period) INTO earlier FROM ledger_periods WHERE firm_id = of_firm;
    IF of_period <= earlier THEN
        RAISE EXCEPTION 'ledger: the period % is closed', to_char(of_period, 'YYYY-MM')
            USING ERRCODE = 'LG004';
    END IF;
    INSERT INTO ledger_periods VALUES (of_firm, of_period, at, by_whom);
    INSERT INTO ledger_rollups (firm_id, period, account_id, balance_fen)
    SELECT of_firm, of_period, account_id, sum(amount_fen) FROM (
        SELECT account_id, balance_fen AS amount_fen FROM ledger_rollups
        WHERE firm_id = of_firm AND period = earlier
        UNION ALL
        SELECT account_id, amount_fen FROM ledger_entries
        WHERE firm_id = of_firm AND period <= of_period AND (earlier IS NULL OR period > earlier)
    ) moved GROUP BY account_id;
END $$;
"""


def upgrade() -> None:
    for sql in (TABLES, GUARDS, POST, CLOSE):
        _run(sql)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER ledger_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()"
        )
        grants = "SELECT" if table in WRITTEN_BY_FUNCTIONS else "SELECT, INSERT"
        for sql in tenant_table(table, None, grants=grants):
            op.execute(sql)
    for function in (
        "ledger_post(uuid, uuid, text, bytea, text, timestamptz, timestamptz, text, uuid, "
        "text[], bigint[], date, date)",
        "ledger_post_all(uuid, uuid[], text[], bytea[], text[], timestamptz[], timestamptz, "
        "text[], uuid[], integer[], text[], bigint[], date, date)",
        "ledger_close(uuid, date, timestamptz, text)",
    ):
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {APP_ROLE}")


def _run(sql: str) -> None:
    """Several statements at once, as they stand: no parameters, so no `%` to escape."""
    op.get_bind().connection.cursor().execute(sql)
