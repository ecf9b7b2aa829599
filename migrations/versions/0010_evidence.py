"""Resumable uploads, links for phones, views, labels, packs, retention; precedents."""

from alembic import op

from stationdesk.tenancy.schema import APP_ROLE, FIRM, SCOPE, tenant_table

revision = "0010_evidence"
down_revision = "0009_notices"

# A sealed file's row is never changed, but for the one note that retention deleted its bytes.
SEALED = f"""
ALTER TABLE attachments
    ADD COLUMN source text NOT NULL DEFAULT 'desk' CHECK (source IN ('desk', 'phone', 'link')),
    ADD COLUMN captured_at timestamptz,
    ADD COLUMN captured_by text CHECK (captured_by IN ('camera', 'device')),
    ADD COLUMN preview_key text,
    ADD COLUMN deleted_at timestamptz,
    ADD COLUMN deleted_reason text,
    ADD CHECK ((captured_at IS NULL) = (captured_by IS NULL)),
    ADD CHECK ((deleted_at IS NULL) = (deleted_reason IS NULL));
GRANT UPDATE (deleted_at, deleted_reason) ON attachments TO {APP_ROLE};
CREATE INDEX attachments_kept ON attachments (firm_id, id) WHERE deleted_at IS NULL;
ALTER TABLE attachment_views
    ADD COLUMN how text NOT NULL DEFAULT 'download' CHECK (how IN ('view', 'download', 'pack'));
CREATE INDEX attachment_views_listed ON attachment_views (firm_id, attachment_id, id);

CREATE TABLE attachment_labels (
    firm_id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    id uuid NOT NULL,
    station_id uuid NOT NULL,
    checklist_code text,
    member_id uuid,
    member_name text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, attachment_id, id),
    FOREIGN KEY (firm_id, attachment_id) REFERENCES attachments (firm_id, id)
);
"""

# `received_bytes` counts the parts that are there without a hole, so it is where to go on.
UPLOADS = """
CREATE TABLE upload_links (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    checklist_code text,
    member_id uuid,
    member_name text NOT NULL,
    files_max integer NOT NULL CHECK (files_max > 0),
    files_begun integer NOT NULL DEFAULT 0 CHECK (files_begun <= files_max),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, token_hash),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id)
);
CREATE INDEX upload_links_expiry ON upload_links (firm_id, expires_at);
CREATE TABLE evidence_uploads (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    link_id uuid,
    member_id uuid,
    name text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    sha256 bytea CHECK (length(sha256) = 32),
    checklist_code text,
    captured_at timestamptz,
    received_bytes bigint NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND size_bytes),
    attachment_id uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id)
);
CREATE INDEX evidence_uploads_expiry ON evidence_uploads (firm_id, expires_at);
CREATE TABLE evidence_upload_parts (
    firm_id uuid NOT NULL,
    upload_id uuid NOT NULL,
    start_byte bigint NOT NULL,
    station_id uuid NOT NULL,
    size_bytes integer NOT NULL CHECK (size_bytes > 0),
    storage_key text NOT NULL,
    PRIMARY KEY (firm_id, upload_id, start_byte),
    FOREIGN KEY (firm_id, upload_id) REFERENCES evidence_uploads (firm_id, id) ON DELETE CASCADE
);
"""

PACKS = """
CREATE TABLE evidence_packs (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    format text NOT NULL CHECK (format IN ('pdf', 'zip')),
    state text NOT NULL CHECK (state IN ('building', 'ready', 'failed')),
    done_count integer NOT NULL DEFAULT 0,
    total_count integer NOT NULL,
    size_bytes bigint,
    sha256 bytea,
    storage_key text,
    error text,
    member_id uuid,
    member_name text NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id),
    CHECK ((state = 'ready') = (storage_key IS NOT NULL))
);
CREATE INDEX evidence_packs_case ON evidence_packs (firm_id, case_id, id);
CREATE INDEX evidence_packs_expiry ON evidence_packs (firm_id, expires_at);
"""

# What retention deleted is written down first and erased after; `erased_at` closes the entry.
RETENTION = """
CREATE TABLE retention_log (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    case_number text NOT NULL,
    station_id uuid NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    size_bytes bigint NOT NULL,
    media_type text NOT NULL,
    storage_key text NOT NULL,
    preview_key text,
    policy_code text NOT NULL,
    policy_version integer NOT NULL,
    kept_days integer NOT NULL,
    closed_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    erased_at timestamptz,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, attachment_id),
    FOREIGN KEY (firm_id, attachment_id) REFERENCES attachments (firm_id, id)
);
CREATE INDEX retention_log_unfinished ON retention_log (firm_id, id) WHERE erased_at IS NULL;
CREATE TABLE case_legal_holds (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    member_id uuid,
    member_name text NOT NULL,
    at timestamptz NOT NULL,
    released_at timestamptz,
    released_by text,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id),
    CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE UNIQUE INDEX case_legal_holds_one ON case_legal_holds (firm_id, case_id)
    WHERE released_at IS NULL;
"""

# Lessons are the firm's, whichever station taught them: a table without a station's wall, and
# nothing in it that would tell whose parcel it was. Array operators are not leakproof, so that
# no index helps them under row-level security: the search is a function of the owner, which
# holds the tenant's wall itself.
PRECEDENTS = f"""
CREATE TABLE precedents (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind text NOT NULL,
    direction text NOT NULL,
    carrier text NOT NULL,
    ground text,
    title text NOT NULL CHECK (title <> ''),
    lesson text NOT NULL CHECK (lesson <> ''),
    tags text[] NOT NULL DEFAULT '{{}}',
    words text[] NOT NULL,
    summary_words text[] NOT NULL,
    outcome text,
    closed_at timestamptz NOT NULL,
    life_minutes integer NOT NULL,
    member_id uuid,
    member_name text NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, case_id) REFERENCES cases (firm_id, id),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE UNIQUE INDEX precedents_case ON precedents (firm_id, case_id) WHERE withdrawn_at IS NULL;
CREATE INDEX precedents_kind ON precedents (firm_id, kind, id) WHERE withdrawn_at IS NULL;
CREATE INDEX precedents_words ON precedents USING gin (words) WHERE withdrawn_at IS NULL;
CREATE FUNCTION precedents_with(wanted text[], before uuid, at_most integer) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT id FROM precedents
          WHERE firm_id = {FIRM} AND {SCOPE} IN ('firm', 'agent') AND withdrawn_at IS NULL
            AND words @> wanted AND (before IS NULL OR id < before)
          ORDER BY id DESC LIMIT at_most $$;
"""

# Papers bear the firm's name; the table of firms is closed to the app.
OWN_FIRM = f"""
CREATE FUNCTION own_firm() RETURNS TABLE (name text, timezone text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT name, timezone FROM firms WHERE id = {FIRM} $$;
"""

APPEND_ONLY = "SELECT, INSERT"

WALLS = [
    *tenant_table("attachment_labels", "station_id", grants=APPEND_ONLY),
    *tenant_table("upload_links", "station_id"),
    *tenant_table("evidence_uploads", "station_id"),
    *tenant_table("evidence_upload_parts", "station_id", grants="SELECT, INSERT, DELETE"),
    *tenant_table("evidence_packs", "station_id"),
    *tenant_table("retention_log", "station_id", grants=APPEND_ONLY),
    f"GRANT UPDATE (erased_at) ON retention_log TO {APP_ROLE}",
    *tenant_table("case_legal_holds", "station_id", grants=APPEND_ONLY),
    f"GRANT UPDATE (released_at, released_by) ON case_legal_holds TO {APP_ROLE}",
    *tenant_table("precedents", None, grants=APPEND_ONLY),
    f"GRANT UPDATE (withdrawn_at, withdrawn_by) ON precedents TO {APP_ROLE}",
]


def upgrade() -> None:
    """Make the tables."""
    for sql in (SEALED, UPLOADS, PACKS, RETENTION, PRECEDENTS, OWN_FIRM, *WALLS):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
