"""Firms, people, stations, assignments, audit and jobs: and the walls around them."""

from alembic import op
from procrastinate.schema import SchemaManager

from stationdesk.tenancy.schema import APP_ROLE, tenant_table

revision = "0001_walls"
down_revision = None

GLOBAL_TABLES = """
CREATE TABLE firms (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text NOT NULL CHECK (name <> ''),
    timezone text NOT NULL DEFAULT 'Asia/Shanghai',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    password_hash text NOT NULL,
    failed_sign_ins integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    firm_id uuid REFERENCES firms,
    member_id uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
"""

TENANT_TABLES = """
CREATE TABLE members (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, user_id),
    UNIQUE (firm_id, email)
);
CREATE TABLE stations (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
    carrier text NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    timezone text NOT NULL DEFAULT 'Asia/Shanghai',
    is_weighing_required boolean NOT NULL DEFAULT true,
    calendar jsonb,
    push_key text NOT NULL,
    push_salt text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, code),
    UNIQUE (firm_id, push_key)
);
CREATE TABLE station_names (
    firm_id uuid NOT NULL,
    name_key text NOT NULL CHECK (name_key <> ''),
    station_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('code', 'name', 'alias')),
    PRIMARY KEY (firm_id, name_key),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE TABLE station_waves (
    firm_id uuid NOT NULL,
    station_id uuid NOT NULL,
    wave_no smallint NOT NULL CHECK (wave_no > 0),
    arrive_by time NOT NULL,
    dispatch_by time NOT NULL,
    sign_by time NOT NULL,
    PRIMARY KEY (firm_id, station_id, wave_no),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE TABLE couriers (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    phone text NOT NULL DEFAULT '',
    area text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, station_id, number),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE TABLE member_stations (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    station_id uuid NOT NULL,
    PRIMARY KEY (firm_id, member_id, station_id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE TABLE assignments (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    station_id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound', 'both')),
    is_primary boolean NOT NULL DEFAULT true,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz CHECK (valid_to >= valid_from),
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE INDEX assignments_member ON assignments (firm_id, member_id, valid_to);
CREATE INDEX assignments_station ON assignments (firm_id, station_id, valid_to);
CREATE TABLE api_tokens (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    label text NOT NULL,
    role text NOT NULL,
    member_id uuid,
    station_ids uuid[],
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, token_hash),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
CREATE TABLE audit_events (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_member_id uuid,
    actor_name text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (firm_id, id)
);
"""

# What the app may ask of global tables: one row by key, through functions of the owner.
OWNER_FUNCTIONS = """
CREATE FUNCTION firm_by_slug(wanted text) RETURNS SETOF firms
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT * FROM firms WHERE slug = wanted $$;
CREATE FUNCTION firm_ids() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT id FROM firms ORDER BY id $$;
CREATE FUNCTION create_firm(new_id uuid, new_slug text, new_name text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ INSERT INTO firms (id, slug, name) VALUES (new_id, new_slug, new_name) $$;
CREATE FUNCTION user_by_email(wanted text) RETURNS SETOF users
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT * FROM users WHERE email = lower(wanted) $$;
CREATE FUNCTION create_user(new_id uuid, new_email text, new_name text, new_hash text)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ INSERT INTO users (id, email, name, password_hash)
          VALUES (new_id, lower(new_email), new_name, new_hash) $$;
CREATE FUNCTION record_sign_in(of_user uuid, succeeded boolean, lock_after integer,
                               lock_for interval)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ UPDATE users SET
            failed_sign_ins = CASE WHEN succeeded THEN 0 ELSE failed_sign_ins + 1 END,
            locked_until = CASE WHEN NOT succeeded AND failed_sign_ins + 1 >= lock_after
                                THEN now() + lock_for END
          WHERE id = of_user $$;
CREATE FUNCTION memberships_of(of_user uuid)
    RETURNS TABLE (firm_id uuid, slug text, firm_name text, timezone text,
                   member_id uuid, member_name text, role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT f.id, f.slug, f.name, f.timezone, m.id, m.name, m.role
          FROM members m JOIN firms f ON f.id = m.firm_id
          WHERE m.user_id = of_user AND m.ended_at IS NULL ORDER BY f.slug $$;
CREATE FUNCTION stations_seen_by(of_firm uuid, of_member uuid, of_role text, at timestamptz)
    RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT CASE of_role
        WHEN 'agent' THEN coalesce((SELECT array_agg(DISTINCT station_id) FROM assignments
            WHERE firm_id = of_firm AND member_id = of_member
              AND valid_from <= at AND (valid_to IS NULL OR valid_to > at)), '{}')
        WHEN 'station_owner' THEN coalesce((SELECT array_agg(station_id) FROM member_stations
            WHERE firm_id = of_firm AND member_id = of_member), '{}')
        END $$;
CREATE FUNCTION create_session(new_hash bytea, of_user uuid, of_firm uuid, of_member uuid,
                               at timestamptz, until timestamptz)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ DELETE FROM sessions WHERE expires_at < at;
          INSERT INTO sessions VALUES (new_hash, of_user, of_firm, of_member, at, until, at) $$;
CREATE FUNCTION end_session(of_hash bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ DELETE FROM sessions WHERE token_hash = of_hash $$;
CREATE FUNCTION touch_session(of_hash bytea, at timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ UPDATE sessions SET last_seen_at = at WHERE token_hash = of_hash $$;
CREATE FUNCTION actor_of_session(of_hash bytea, at timestamptz, idle interval)
    RETURNS TABLE (firm_id uuid, member_id uuid, user_id uuid, name text, role text,
                   station_ids uuid[], last_seen_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT s.firm_id, s.member_id, s.user_id, m.name, m.role,
                 stations_seen_by(s.firm_id, s.member_id, m.role, at), s.last_seen_at
          FROM sessions s JOIN members m ON m.firm_id = s.firm_id AND m.id = s.member_id
          WHERE s.token_hash = of_hash AND s.expires_at > at AND s.last_seen_at > at - idle
            AND m.ended_at IS NULL $$;
CREATE FUNCTION actor_of_token(of_firm uuid, of_hash bytea, at timestamptz)
    RETURNS TABLE (firm_id uuid, member_id uuid, user_id uuid, name text, role text,
                   station_ids uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT t.firm_id, t.member_id, m.user_id, coalesce(m.name, t.label), t.role,
                 coalesce(t.station_ids, CASE WHEN t.member_id IS NOT NULL
                     THEN stations_seen_by(t.firm_id, t.member_id, t.role, at)
                     WHEN t.role IN ('agent', 'station_owner') THEN '{}'::uuid[] END)
          FROM api_tokens t
          LEFT JOIN members m ON m.firm_id = t.firm_id AND m.id = t.member_id
          WHERE t.firm_id = of_firm AND t.token_hash = of_hash AND t.expires_at > at
            AND t.revoked_at IS NULL AND (t.member_id IS NULL OR m.ended_at IS NULL) $$;
"""

WALLS = [
    *tenant_table("members", None, open_to_station_owner=True, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("stations", "id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("station_names", "station_id"),
    *tenant_table("station_waves", "station_id"),
    *tenant_table("couriers", "station_id"),
    *tenant_table("member_stations", "station_id"),
    *tenant_table("assignments", "station_id", grants="SELECT, INSERT, UPDATE"),
    *tenant_table("api_tokens", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("audit_events", None, open_to_station_owner=True, grants="INSERT"),
]


def upgrade() -> None:
    for extension in ("pg_trgm", "btree_gin", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute(
        f"""DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
                CREATE ROLE {APP_ROLE} NOLOGIN;
            END IF;
            IF NOT pg_has_role(CURRENT_USER, '{APP_ROLE}', 'MEMBER')
               AND (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = CURRENT_USER)
            THEN
                EXECUTE format('GRANT {APP_ROLE} TO %I', CURRENT_USER);
            END IF;
        END $$"""
    )
    # What the owner makes from here on, in this migration and later ones, is the app's to call.
    op.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    op.execute(f"ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {APP_ROLE}")
    op.execute(f"ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE}")
    for sql in (GLOBAL_TABLES, TENANT_TABLES, OWNER_FUNCTIONS, *WALLS):
        _run(sql)
    _run(SchemaManager.get_schema())
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    for table in ("jobs", "events", "periodic_defers", "workers"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_{table} TO {APP_ROLE}")


def _run(sql: str) -> None:
    """Several statements at once, as they stand: no parameters, so no `%` to escape."""
    op.get_bind().connection.cursor().execute(sql)
