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
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200 AND strpos(key, E'\\n') = 0),
    request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 60 AND strpos(kind, E'\\n') = 0),
    period date NOT NULL CHECK (extract(day FROM period) = 1),
    occurred_at timestamptz NOT NULL,
    posted_at timestamptz NOT NULL,
    reference text NOT NULL CHECK (length(reference) <= 1000 AND strpos(reference, E'\\n') = 0),
    reverses uuid,
    entry_count integer NOT NULL CHECK (entry_count BETWEEN 2 AND 1000),
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
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
    amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
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
# reversal, LG007 isolation.
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

CREATE FUNCTION ledger_check_transactions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    -- A snapshot taken before a close would not see it: only READ COMMITTED may post.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'ledger: post at READ COMMITTED only' USING ERRCODE = 'LG007';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7310004, hashtext(firm_id::text)) FROM posted;
    SELECT * INTO wrong FROM (
        SELECT p.id, p.period, p.reverses, CASE
            WHEN p.xid <> pg_current_xact_id() THEN 'LG003'
            WHEN p.period <= (SELECT max(c.period) FROM public.ledger_periods c
                              WHERE c.firm_id = p.firm_id) THEN 'LG004'
            WHEN (SELECT e.line FROM public.ledger_entries e
                  WHERE e.firm_id = p.firm_id AND e.transaction_id = p.id AND e.line = 1) IS NULL
            THEN 'LG002'
            WHEN p.reverses IS NOT NULL AND NOT
                 public.ledger_is_exact_reversal(p.firm_id, p.id, p.reverses) THEN 'LG006'
            END AS state
        FROM posted p OFFSET 0) checked
    WHERE state IS NOT NULL LIMIT 1;
    CASE wrong.state
        WHEN 'LG003' THEN
            RAISE EXCEPTION 'ledger: % carries the id of another database transaction', wrong.id
                USING ERRCODE = 'LG003';
        WHEN 'LG004' THEN
            RAISE EXCEPTION 'ledger: the period % is closed', to_char(wrong.period, 'YYYY-MM')
                USING ERRCODE = 'LG004';
        WHEN 'LG002' THEN
            RAISE EXCEPTION 'ledger: % comes without its entries', wrong.id
                USING ERRCODE = 'LG002';
        WHEN 'LG006' THEN
            RAISE EXCEPTION 'ledger: % is no exact reversal of %', wrong.id, wrong.reverses
                USING ERRCODE = 'LG006';
        ELSE RETURN NULL;
    END CASE;
END $$;

-- The lines of a transaction are 1 … entry_count, all inserted by the statement that inserts the
-- transaction. Their primary key then leaves no line free for anything to be appended.
CREATE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT * INTO wrong FROM (
        SELECT g.*, CASE
            WHEN t.is_ours IS NOT TRUE THEN 'LG003'
            WHEN g.total <> 0 OR g.lines <> t.entry_count OR g.first <> 1 OR g.last <> g.lines
            THEN 'LG002'
            WHEN g.earliest <> t.period OR g.latest <> t.period THEN 'LG003'
            WHEN g.known <> g.lines THEN 'LG005'
            END AS state
        FROM (SELECT firm_id, transaction_id, count(*) AS lines, min(line) AS first,
                     max(line) AS last, sum(amount_fen) AS total,
                     min(period) AS earliest, max(period) AS latest,
                     count((SELECT c.id FROM public.ledger_accounts c
                            WHERE c.firm_id = a.firm_id AND c.id = a.account_id)) AS known
              FROM added a GROUP BY firm_id, transaction_id) g
        LEFT JOIN LATERAL (
            SELECT x.entry_count, x.period, x.xid = pg_current_xact_id() AS is_ours
            FROM public.ledger_transactions x
            WHERE x.firm_id = g.firm_id AND x.id = g.transaction_id OFFSET 0) t ON true
        OFFSET 0) checked
    WHERE state IS NOT NULL LIMIT 1;
    CASE wrong.state
        WHEN 'LG003' THEN
            RAISE EXCEPTION 'ledger: entries for %, which is not of this database transaction '
                'or period', wrong.transaction_id USING ERRCODE = 'LG003';
        WHEN 'LG002' THEN
            RAISE EXCEPTION 'ledger: % has % entries that sum to % fen', wrong.transaction_id,
                wrong.lines, wrong.total USING ERRCODE = 'LG002';
        WHEN 'LG005' THEN
            RAISE EXCEPTION 'ledger: an entry of % names an account that does not exist',
                wrong.transaction_id USING ERRCODE = 'LG005';
        ELSE RETURN NULL;
    END CASE;
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
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT
    EXECUTE FUNCTION ledger_check_transactions();
CREATE TRIGGER ledger_check AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_entries();
CREATE TRIGGER ledger_lock BEFORE INSERT ON ledger_periods
    FOR EACH ROW EXECUTE FUNCTION ledger_lock_close();
"""

# The app posts through these functions alone: it has no right to insert into the two tables. They
# run as the owner, so they look at the tenant themselves; the guards above hold for the owner too.
# `ledger_post` is the hot one; `ledger_post_all` takes thousands in one statement. A row comes back
# for a key that is known; where nothing comes back, all of it is new.
POST = """
CREATE FUNCTION ledger_check_tenant(of_firm uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF of_firm::text IS DISTINCT FROM current_setting('app.firm_id', true)
       OR coalesce(current_setting('app.scope', true), '') NOT IN ('firm', 'agent') THEN
        RAISE EXCEPTION 'ledger: not the ledger of this tenant' USING ERRCODE = '42501';
    END IF;
END $$;

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
RETURNS TABLE (replayed_key text, replayed_id uuid, replayed_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    content text;
BEGIN
    PERFORM public.ledger_check_tenant(of_firm);
    PERFORM pg_advisory_xact_lock_shared(7310004, hashtext(of_firm::text));
    IF in_period IS NULL THEN
        in_period := greatest(not_before, (
            SELECT (max(c.period) + interval '1 month')::date FROM public.ledger_periods c
            WHERE c.firm_id = of_firm));
    END IF;
    content := public.ledger_leaf_head(of_firm, new_id, new_key, new_kind, in_period, occurred,
        posted, about, reversed);
    FOR at IN 1 .. cardinality(accounts) LOOP
        content := content || E'\\n' || at || ' ' || amounts[at] || ' ' || accounts[at];
    END LOOP;
    WITH fresh AS (
        INSERT INTO public.ledger_transactions (firm_id, id, key, request_hash, kind, period,
            occurred_at, posted_at, reference, reverses, entry_count, leaf_hash)
        VALUES (of_firm, new_id, new_key, new_hash, new_kind, in_period, occurred, posted, about,
            reversed, cardinality(accounts),
            sha256('\\x00'::bytea || convert_to(content, 'UTF8')))
        ON CONFLICT (firm_id, key) DO NOTHING RETURNING id
    )
    INSERT INTO public.ledger_entries (firm_id, transaction_id, line, account_id, period,
        amount_fen)
    SELECT of_firm, fresh.id, l.line,
        (SELECT c.id FROM public.ledger_accounts c
         WHERE c.firm_id = of_firm AND c.name = l.account),
        in_period, l.amount_fen
    FROM fresh, unnest(accounts, amounts) WITH ORDINALITY AS l (account, amount_fen, line);
    IF NOT FOUND THEN
        RETURN QUERY SELECT t.key, t.id, t.request_hash FROM public.ledger_transactions t
            WHERE t.firm_id = of_firm AND t.key = new_key;
    END IF;
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
    PERFORM public.ledger_check_tenant(of_firm);
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
