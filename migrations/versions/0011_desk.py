"""Getting through a day: search words of cases, macros, saved views, viewers, undo."""

from alembic import op

from stationdesk.tenancy.schema import APP_ROLE, FIRM, SCOPE, STATIONS, tenant_table

revision = "0011_desk"
down_revision = "0010_evidence"

# Beside the case and not on it: a claim rewrites the case's row and all of its indexes, and it
# changes no word. `waybill_tail` is the number backwards, so that its end is searched by a range.
# `lines`: one a text, `source<tab>text`, as it is shown when found; `bigrams` are keys of
# foundation.bigrams over all of them.
WORDS = """
CREATE TABLE case_words (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    waybill_tail text NOT NULL,
    received_at timestamptz NOT NULL,
    bigrams integer[] NOT NULL,
    lines text NOT NULL,
    PRIMARY KEY (firm_id, case_id)
);
CREATE INDEX case_words_tail ON case_words (firm_id, waybill_tail COLLATE "C");
CREATE INDEX case_words_latest ON case_words (firm_id, received_at, case_id);
CREATE INDEX case_words_bigrams ON case_words USING gin (bigrams);
"""

GATHERED_MAX = 3000

# Array operators are not leakproof: under row-level security no index would serve them. So these
# run as the owner, and say themselves what the walls say; what they return is ids, read again
# under the reader's own walls. EXECUTE: planned for the words asked for, common or rare.
FUNCTIONS = f"""
-- Rare words are gathered through their bigrams and sorted. Where those gather too many, the
-- latest cases are looked through instead until there are enough; the planner cannot know which,
-- since it keeps statistics of the commonest bigrams only.
CREATE FUNCTION cases_with_words(wanted integer[], words text[], most integer)
    RETURNS TABLE (case_id uuid, received_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = on
    AS $$
    DECLARE
        firm uuid := {FIRM};
        is_firm_wide boolean := coalesce({SCOPE} = 'firm', false);
        stations uuid[] := {STATIONS};
        gathered uuid[];
    BEGIN
        EXECUTE format('SELECT array_agg(g.case_id) FROM (
            SELECT w.case_id FROM case_words w WHERE w.bigrams @> $1 AND w.firm_id = $2
            LIMIT %s) AS g', {GATHERED_MAX}) INTO gathered USING wanted, firm;
        PERFORM set_config('enable_indexscan', 'on', true),
                set_config('enable_bitmapscan', 'off', true);
        IF coalesce(cardinality(gathered), 0) < {GATHERED_MAX} THEN
            RETURN QUERY EXECUTE
                'SELECT w.case_id, w.received_at FROM case_words w
                 WHERE w.firm_id = $1 AND w.case_id = ANY($2) AND ($3 OR w.station_id = ANY($4))
                   AND NOT EXISTS (SELECT FROM unnest($5) AS word
                                   WHERE strpos(lower(w.lines), word) = 0)
                 ORDER BY w.received_at DESC, w.case_id DESC LIMIT $6'
                USING firm, gathered, is_firm_wide, stations, words, most;
        ELSE
            RETURN QUERY EXECUTE
                'SELECT w.case_id, w.received_at FROM case_words w
                 WHERE w.firm_id = $1 AND w.bigrams @> $2 AND ($3 OR w.station_id = ANY($4))
                   AND NOT EXISTS (SELECT FROM unnest($5) AS word
                                   WHERE strpos(lower(w.lines), word) = 0)
                 ORDER BY w.received_at DESC, w.case_id DESC LIMIT $6'
                USING firm, wanted, is_firm_wide, stations, words, most;
        END IF;
    END $$;
CREATE FUNCTION cases_of_name(wanted text[], word text, most integer)
    RETURNS TABLE (case_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    BEGIN
        RETURN QUERY EXECUTE
            'SELECT DISTINCT c.case_id FROM case_contacts c
             WHERE c.firm_id = $4 AND c.name_bigrams @> $1 AND ($5 OR c.station_id = ANY($6))
               AND strpos(lower(c.name), $2) > 0
             LIMIT $3'
            USING wanted, word, most, {FIRM}, coalesce({SCOPE} = 'firm', false), {STATIONS};
    END $$;
REVOKE ALL ON FUNCTION cases_with_words(integer[], text[], integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION cases_of_name(text[], text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_with_words(integer[], text[], integer) TO {APP_ROLE};
GRANT EXECUTE ON FUNCTION cases_of_name(text[], text, integer) TO {APP_ROLE};
"""

DESK = """
CREATE TABLE macros (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    member_id uuid,
    title text NOT NULL CHECK (title <> ''),
    text text NOT NULL DEFAULT '',
    kind text,
    direction text CHECK (direction IN ('inbound', 'outbound')),
    carrier text,
    steps jsonb NOT NULL DEFAULT '[]',
    position integer NOT NULL,
    version integer NOT NULL DEFAULT 1,
    updated_by_name text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    CHECK (text <> '' OR steps <> '[]')
);
CREATE INDEX macros_listed ON macros (firm_id, member_id, position, id);

CREATE TABLE case_views (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    member_id uuid,
    title text NOT NULL CHECK (title <> ''),
    filters jsonb NOT NULL,
    position integer NOT NULL,
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
CREATE INDEX case_views_listed ON case_views (firm_id, member_id, position, id);

CREATE TABLE case_viewers (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    member_name text NOT NULL,
    is_editing boolean NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, member_id)
);
CREATE INDEX case_viewers_seen ON case_viewers (firm_id, seen_at);

-- The case as it was before its last event, by that event's version: what undoing puts back.
CREATE TABLE case_undo (
    firm_id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    version integer NOT NULL,
    member_id uuid NOT NULL,
    at timestamptz NOT NULL,
    before jsonb NOT NULL,
    clocks jsonb NOT NULL,
    PRIMARY KEY (firm_id, case_id)
);
-- A clock that an undone event had started never ran.
GRANT DELETE ON case_clocks TO stationdesk_app;
"""

WALLS = [
    *tenant_table("case_words", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("macros", None),
    *tenant_table("case_views", None),
    *tenant_table("case_viewers", "station_id"),
    *tenant_table("case_undo", "station_id"),
]


def upgrade() -> None:
    for sql in (WORDS, FUNCTIONS, DESK, *WALLS):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
