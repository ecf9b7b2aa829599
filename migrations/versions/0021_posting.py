"""Posting with less work for each entry: the guards look at whole statements, not at each row.

A batch of 1,000 postings spent a quarter of its time in the row trigger of 0004. Now the trigger of
the transactions looks at what they say, and the trigger of the entries, which sees all entries of
the statement, sums and counts them. Every name inside of a function is qualified, as in 0004.
"""

from alembic import op

from stationdesk.tenancy.schema import APP_ROLE, tenant_table

revision = "0021_posting"
down_revision = "0020_statements"

# `added` is what the statement inserted, of both tables when the triggers run: they run at its end.
GUARDS = """
CREATE FUNCTION ledger_check_transactions() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    firms bigint;
    wrong record;
BEGIN
    -- A snapshot taken before a close would not see it: only READ COMMITTED may post.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'ledger: post at READ COMMITTED only' USING ERRCODE = 'LG007';
    END IF;
    -- What follows is a statement of its own, and sees every close that the lock has waited for.
    SELECT count(*) INTO firms FROM (SELECT DISTINCT firm_id FROM added) f
    WHERE pg_advisory_xact_lock_shared(7310004, hashtext(f.firm_id::text)) IS NOT NULL;
    SELECT s.* INTO wrong FROM (
        SELECT a.id, a.firm_id, a.period, a.reverses, a.xid = pg_current_xact_id() AS is_ours,
            length(a.key) BETWEEN 1 AND 200 AND length(a.kind) BETWEEN 1 AND 60
                AND length(a.reference) <= 1000
                AND strpos(a.key || a.kind || a.reference, E'\\n') = 0
                AND octet_length(a.request_hash) = 32 AND octet_length(a.leaf_hash) = 32
                AND a.entry_count BETWEEN 2 AND 1000
                AND extract(day FROM a.period) = 1 AS is_of_form,
            a.period > coalesce((SELECT max(c.period) FROM public.ledger_periods c
                                 WHERE c.firm_id = a.firm_id), '-infinity') AS is_open,
            e.is_there
        -- OFFSET 0 keeps the look-up by primary key, whatever is thought of the tables' sizes.
        FROM added a LEFT JOIN LATERAL (
            SELECT true AS is_there FROM public.ledger_entries x WHERE x.firm_id = a.firm_id
                AND x.transaction_id = a.id AND x.line = 1 OFFSET 0) e ON true) s
    WHERE (s.is_ours AND s.is_of_form AND s.is_open AND s.is_there AND (s.reverses IS NULL
        OR public.ledger_is_exact_reversal(s.firm_id, s.id, s.reverses))) IS NOT TRUE LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF NOT wrong.is_ours THEN
        RAISE EXCEPTION 'ledger: % carries the id of another database transaction', wrong.id
            USING ERRCODE = 'LG003';
    ELSIF NOT wrong.is_of_form THEN
        RAISE EXCEPTION 'ledger: a field of % is too long, or not of its form', wrong.id
            USING ERRCODE = 'LG008';
    ELSIF NOT wrong.is_open THEN
        RAISE EXCEPTION 'ledger: the period % is closed', to_char(wrong.period, 'YYYY-MM')
            USING ERRCODE = 'LG004';
    ELSIF wrong.is_there IS NULL THEN
        RAISE EXCEPTION 'ledger: % comes without its entries', wrong.id USING ERRCODE = 'LG002';
    END IF;
    RAISE EXCEPTION 'ledger: % is no exact reversal of %', wrong.id, wrong.reverses
        USING ERRCODE = 'LG006';
END $$;

-- Entries come with their transaction, in one statement and all of them, or not at all. Their
-- primary key then leaves no line free for anything to be appended.
CREATE OR REPLACE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    SELECT s.* INTO wrong FROM (
        SELECT g.transaction_id, g.lines, g.total, t.is_ours,
            g.lines = t.entry_count AND g.first = 1 AND g.last = g.lines
                AND g.total = 0 AS is_whole,
            g.period = t.period AND g.last_period = t.period AS is_in_period, g.is_not_zero
        FROM (SELECT a.firm_id, a.transaction_id, count(*) AS lines, min(a.line) AS first,
                     max(a.line) AS last, sum(a.amount_fen) AS total, min(a.period) AS period,
                     max(a.period) AS last_period, bool_and(a.amount_fen <> 0) AS is_not_zero
              FROM added a GROUP BY a.firm_id, a.transaction_id) g
        LEFT JOIN LATERAL (
            SELECT x.entry_count, x.period, x.xid = pg_current_xact_id() AS is_ours
            FROM public.ledger_transactions x
            WHERE x.firm_id = g.firm_id AND x.id = g.transaction_id OFFSET 0) t ON true) s
    WHERE (s.is_ours AND s.is_whole AND s.is_in_period AND s.is_not_zero) IS NOT TRUE
        OR EXISTS (
            SELECT FROM (SELECT DISTINCT a.firm_id, a.account_id FROM added a) d
            LEFT JOIN LATERAL (SELECT true AS is_there FROM public.ledger_accounts c
                WHERE c.firm_id = d.firm_id AND c.id = d.account_id OFFSET 0) c ON true
            WHERE c.is_there IS NULL)
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF wrong.is_ours IS NOT TRUE THEN
        RAISE EXCEPTION 'ledger: entries for %, which is not of this database transaction',
            wrong.transaction_id USING ERRCODE = 'LG003';
    ELSIF NOT wrong.is_whole THEN
        RAISE EXCEPTION 'ledger: % has % entries that sum to % fen', wrong.transaction_id,
            wrong.lines, wrong.total USING ERRCODE = 'LG002';
    ELSIF NOT wrong.is_in_period THEN
        RAISE EXCEPTION 'ledger: an entry of % lies in another period', wrong.transaction_id
            USING ERRCODE = 'LG003';
    END IF;
    RAISE EXCEPTION 'ledger: an entry is zero, or its account does not exist'
        USING ERRCODE = 'LG005';
END $$;

DROP TRIGGER ledger_check ON ledger_transactions;
DROP FUNCTION ledger_check_transaction();
CREATE TRIGGER ledger_check AFTER INSERT ON ledger_transactions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_transactions();
"""

# Accounts come once each by name, and the entries name them by their place (1 …). The plan is made
# once a connection: making it anew took longer than posting a few. Such a plan knows nothing of
# sizes, hence no nested loops between the postings and their lines.
POST_ALL = """
DROP FUNCTION ledger_post_all(uuid, uuid[], text[], bytea[], text[], timestamptz[], timestamptz,
    text[], uuid[], integer[], text[], bigint[], date, date);
CREATE FUNCTION ledger_post_all(
    of_firm uuid, ids uuid[], keys text[], request_hashes bytea[], kinds text[],
    occurred timestamptz[], posted timestamptz, refs text[], reversed uuid[],
    names text[], entry_of integer[], line_of integer[], account_of integer[], amounts bigint[],
    in_period date, not_before date)
RETURNS TABLE (replayed_key text, replayed_id uuid, replayed_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_nestloop = off AS $$
DECLARE
    accounts uuid[];
    inserted bigint;
    is_locked boolean;
BEGIN
    IF of_firm::text IS DISTINCT FROM current_setting('app.firm_id', true)
       OR coalesce(current_setting('app.scope', true), '') NOT IN ('firm', 'agent') THEN
        RAISE EXCEPTION 'ledger: not the ledger of this tenant' USING ERRCODE = '42501';
    END IF;
    is_locked := pg_advisory_xact_lock_shared(7310004, hashtext(of_firm::text)) IS NOT NULL;
    in_period := coalesce(in_period, greatest(not_before, (
        SELECT (max(c.period) + interval '1 month')::date FROM public.ledger_periods c
        WHERE c.firm_id = of_firm)));
    accounts := ARRAY(
        SELECT (SELECT c.id FROM public.ledger_accounts c
                WHERE c.firm_id = of_firm AND c.name = n.name)
        FROM unnest(names) WITH ORDINALITY AS n (name, place) ORDER BY n.place);
    WITH lines AS MATERIALIZED (
        SELECT l.position, l.line, l.account, l.amount_fen
        FROM unnest(entry_of, line_of, account_of, amounts)
             AS l (position, line, account, amount_fen)
    ), asked AS MATERIALIZED (
        SELECT a.*, s.entry_count, s.entries
        FROM unnest(ids, keys, request_hashes, kinds, occurred, refs, reversed) WITH ORDINALITY
             AS a (id, key, request_hash, kind, occurred_at, reference, reverses, position)
        JOIN (SELECT position, count(*)::integer AS entry_count,
                     string_agg(E'\\n' || line || ' ' || amount_fen || ' ' || names[account], ''
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
    SELECT of_firm, a.id, l.line, accounts[l.account], in_period, l.amount_fen
    FROM fresh JOIN asked a ON a.id = fresh.id JOIN lines l ON l.position = a.position;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    IF inserted < cardinality(amounts) THEN
        RETURN QUERY SELECT t.key, t.id, t.request_hash FROM public.ledger_transactions t
            WHERE t.firm_id = of_firm AND t.key = ANY (keys);
        IF NOT FOUND THEN
            RAISE EXCEPTION 'ledger: entries without a posting, or a posting without entries'
                USING ERRCODE = 'LG002';
        END IF;
    END IF;
END $$;
"""
POST_ALL_ARGUMENTS = (
    "uuid, uuid[], text[], bytea[], text[], timestamptz[], timestamptz, text[], uuid[], text[], "
    "integer[], integer[], integer[], bigint[], date, date"
)


# An account's entries are listed by month, the newest first, so the index that balances are summed
# by holds the transaction too. What `verify` found is kept, as what was found on that day.
READING = """
CREATE INDEX ledger_entries_of_account
    ON ledger_entries (firm_id, account_id, period, transaction_id, line) INCLUDE (amount_fen);
DROP INDEX ledger_entries_account;
CREATE INDEX ledger_rollups_of_account ON ledger_rollups (firm_id, account_id, period);
CREATE TABLE ledger_verifications (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    verified_at timestamptz NOT NULL,
    verified_by text NOT NULL,
    transactions bigint NOT NULL,
    entries bigint NOT NULL,
    seals integer NOT NULL,
    unsealed bigint NOT NULL,
    chain text,
    problem text,
    subject text,
    detail text,
    PRIMARY KEY (firm_id, id)
);
CREATE TRIGGER ledger_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_verifications
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

# Built-in names are looked up in `pg_catalog` alone, whatever the session's path puts before it:
# the owner could otherwise give the guards a `sum` of his own.
PINNED = (
    "ledger_refuse_change()",
    "ledger_lock_close()",
    "ledger_is_exact_reversal(uuid, uuid, uuid)",
    "ledger_post(uuid, uuid, text, bytea, text, timestamptz, timestamptz, text, uuid, text[], "
    "bigint[], date, date)",
)


def upgrade() -> None:
    for sql in (GUARDS, POST_ALL, READING):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
    for function in PINNED:
        op.execute(f"ALTER FUNCTION {function} SET search_path = pg_catalog, pg_temp")
    op.execute(f"GRANT EXECUTE ON FUNCTION ledger_post_all({POST_ALL_ARGUMENTS}) TO {APP_ROLE}")
    for sql in tenant_table("ledger_verifications", None, grants="SELECT, INSERT"):
        op.execute(sql)
