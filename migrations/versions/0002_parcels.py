"""Imports, raw scans, parcels with their gaps, and which case a gap became."""

from alembic import op

from stationdesk.tenancy.schema import APP_ROLE, FIRM, SCOPE, STATIONS, tenant_table

revision = "0002_parcels"
down_revision = "0001_walls"

IMPORTS = """
CREATE TABLE import_batches (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('scans', 'bill')),
    file_name text NOT NULL,
    format text NOT NULL,
    is_strict boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    received_at timestamptz NOT NULL,
    finished_at timestamptz,
    size_bytes bigint,
    sha256 text,
    stored_as text,
    options jsonb NOT NULL DEFAULT '{}',
    header text[] NOT NULL DEFAULT '{}',
    actor_name text NOT NULL,
    member_id uuid,
    progress_rows integer NOT NULL DEFAULT 0,
    rows integer NOT NULL DEFAULT 0,
    accepted integer NOT NULL DEFAULT 0,
    duplicates integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    figures jsonb NOT NULL DEFAULT '{}',
    problem text,
    PRIMARY KEY (firm_id, id),
    CHECK (status <> 'done' OR rows = accepted + duplicates + rejected)
);
CREATE TABLE import_rejects (
    firm_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    row_number integer NOT NULL,
    column_name text NOT NULL,
    value text NOT NULL,
    code text NOT NULL,
    raw text NOT NULL,
    PRIMARY KEY (firm_id, batch_id, row_number),
    FOREIGN KEY (firm_id, batch_id) REFERENCES import_batches (firm_id, id)
);
"""

SCANS = """
CREATE TABLE scan_words (
    firm_id uuid NOT NULL REFERENCES firms,
    carrier text NOT NULL,
    word text NOT NULL CHECK (word <> ''),
    milestone text NOT NULL,
    PRIMARY KEY (firm_id, carrier, word)
);
-- Every written (word, site, next site) once, with what it meant when it was taken in. Scans that
-- mean the same under other words share `same_as`.
CREATE TABLE scan_routes (
    firm_id uuid NOT NULL REFERENCES firms,
    id integer NOT NULL,
    same_as integer NOT NULL,
    scan text NOT NULL,
    site text NOT NULL,
    next_site text NOT NULL,
    milestone text NOT NULL,
    station_id uuid,
    next_station_id uuid,
    PRIMARY KEY (firm_id, id)
);
CREATE INDEX scan_routes_written ON scan_routes (firm_id, scan, site, next_site);
-- The evidence: one row a waybill and batch, its scans as arrays in the one total order. A row
-- per scan costs twice the time and space (measured), and nobody asks for less than a waybill's.
CREATE TABLE scans (
    firm_id uuid NOT NULL,
    waybill text NOT NULL,
    first_scan_at timestamptz NOT NULL,
    batch_id uuid NOT NULL,
    last_scan_at timestamptz NOT NULL,
    routes integer[] NOT NULL,
    times timestamptz[] NOT NULL,
    details text[] NOT NULL,
    row_numbers integer[] NOT NULL,
    -- What the file had of this waybill, repeats and all: the same again is known at a glance.
    written_rows integer NOT NULL,
    written_digest numeric NOT NULL,
    PRIMARY KEY (firm_id, waybill, first_scan_at, batch_id)
) PARTITION BY RANGE (first_scan_at);
CREATE TABLE scans_rest PARTITION OF scans DEFAULT;
CREATE TABLE scan_watermarks (
    firm_id uuid PRIMARY KEY REFERENCES firms,
    latest_scan_at timestamptz NOT NULL
);
"""

PARCELS = """
-- No foreign key: checking it row by row takes as long as writing the row. Firms are never deleted,
-- and the policies let nobody write for a firm that is not his.
CREATE TABLE parcels (
    firm_id uuid NOT NULL,
    waybill text NOT NULL,
    station_id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    leg smallint NOT NULL,
    sent_to_station_at timestamptz,
    arrived_at timestamptz,
    first_dispatched_at timestamptz,
    dispatched_at timestamptz,
    delivery_failed_at timestamptz,
    in_locker_at timestamptz,
    locker_taken_back_at timestamptz,
    signed_at timestamptz,
    signature_revoked_at timestamptz,
    problem_registered_at timestamptz,
    returned_at timestamptz,
    forwarded_at timestamptz,
    collected_at timestamptz,
    weighed_at timestamptz,
    departed_at timestamptz,
    accepted_by_hub_at timestamptz,
    last_scan_at timestamptz NOT NULL,
    gap text,
    gap_since timestamptz,
    gap_courier text,
    due_at timestamptz,
    suspended_until timestamptz,
    outcome text,
    anomalies smallint NOT NULL,
    PRIMARY KEY (firm_id, waybill, station_id, direction, leg),
    CHECK ((gap IS NULL) = (gap_since IS NULL) AND (gap IS NULL) = (due_at IS NULL)),
    CHECK (due_at > gap_since)
);
CREATE INDEX parcels_gaps ON parcels (firm_id, station_id, gap_since) WHERE gap IS NOT NULL;
CREATE INDEX parcels_anomalies ON parcels (firm_id, station_id, last_scan_at) WHERE anomalies <> 0;
CREATE TABLE gap_cases (
    firm_id uuid NOT NULL,
    waybill text NOT NULL,
    station_id uuid NOT NULL,
    direction text NOT NULL,
    leg smallint NOT NULL,
    gap text NOT NULL,
    gap_since timestamptz NOT NULL,
    case_id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    resolved_at timestamptz,
    PRIMARY KEY (firm_id, waybill, station_id, direction, leg, gap, gap_since)
);
CREATE INDEX gap_cases_open ON gap_cases (firm_id, station_id) WHERE resolved_at IS NULL;
"""

# Raw scans have no station, so agents and station owners read them here: of the waybills that
# their stations have a parcel of, and of no other.
FUNCTIONS = f"""
CREATE FUNCTION scans_of_waybills(wanted text[])
    RETURNS TABLE (waybill text, batch_id uuid, routes integer[], times timestamptz[],
                   details text[], row_numbers integer[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT s.waybill, s.batch_id, s.routes, s.times, s.details, s.row_numbers
          FROM scans s
          WHERE s.firm_id = {FIRM} AND s.waybill = ANY(wanted)
            AND ({SCOPE} = 'firm' OR EXISTS (
                SELECT FROM parcels p WHERE p.firm_id = {FIRM} AND p.waybill = s.waybill
                   AND p.station_id = ANY({STATIONS}))) $$;
CREATE FUNCTION scan_routes_by_id(wanted integer[])
    RETURNS SETOF scan_routes
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT * FROM scan_routes WHERE firm_id = {FIRM} AND id = ANY(wanted) $$;
CREATE FUNCTION latest_scan_at() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT latest_scan_at FROM scan_watermarks WHERE firm_id = {FIRM} $$;
-- Monthly partitions from `from_day` on; what no partition covers goes to scans_rest.
CREATE FUNCTION make_scan_partitions(from_day date, months integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    DECLARE
        month date;
        name text;
    BEGIN
        FOR ahead IN 0 .. least(months, 24) - 1 LOOP
            month := (date_trunc('month', from_day) + make_interval(months => ahead))::date;
            name := 'scans_' || to_char(month, 'YYYYMM');
            CONTINUE WHEN to_regclass(name) IS NOT NULL;
            BEGIN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF scans FOR VALUES FROM (%L) TO (%L)', name,
                    month::timestamp AT TIME ZONE 'UTC',
                    (month + interval '1 month') AT TIME ZONE 'UTC');
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
            EXCEPTION WHEN check_violation THEN
                -- Scans of that month lie in scans_rest already, and stay there.
                NULL;
            END;
        END LOOP;
    END $$;
"""

WALLS = [
    *tenant_table("import_batches", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("import_rejects", None, grants="SELECT, INSERT"),
    *tenant_table("scan_words", None),
    *tenant_table("scan_routes", None, grants="SELECT, INSERT"),
    *tenant_table("scans", None, grants="SELECT, INSERT"),
    *tenant_table("scan_watermarks", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("parcels", "station_id"),
    *tenant_table("gap_cases", "station_id", grants="SELECT, INSERT, UPDATE"),
]


def upgrade() -> None:
    for sql in (IMPORTS, SCANS, PARCELS, FUNCTIONS, *WALLS):
        _run(sql)
    _run("ALTER TABLE scans_rest ENABLE ROW LEVEL SECURITY")
    _run("ALTER TABLE scans_rest FORCE ROW LEVEL SECURITY")
    _run(f"REVOKE ALL ON scans_rest FROM {APP_ROLE}")
    # Some behind for the backlog that a new firm brings; a job makes more ahead.
    _run("SELECT make_scan_partitions((current_date - interval '3 months')::date, 9)")


def _run(sql: str) -> None:
    """Several statements at once, as they stand: no parameters, so no `%` to escape."""
    op.get_bind().connection.cursor().execute(sql)
