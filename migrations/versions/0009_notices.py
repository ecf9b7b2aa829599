"""Notices to people, their channels, one-time links, corrections demanded."""

from alembic import op

from stationdesk.tenancy.schema import SCOPE, STATIONS, tenant_table

revision = "0009_notices"
down_revision = "0008_customers"

# No foreign key to cases: the ladder writes here while it holds clocks, and an event locks the
# case before its clocks. A key's lock on the case would let the two wait for each other.
NOTICES = """
CREATE TABLE notice_channels (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    station_id uuid,
    kind text NOT NULL CHECK (kind IN ('wecom', 'dingtalk', 'feishu', 'email')),
    name text NOT NULL CHECK (name <> ''),
    audience text[] NOT NULL CHECK (cardinality(audience) > 0),
    target text NOT NULL CHECK (target <> ''),
    secret text NOT NULL DEFAULT '',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    last_sent_at timestamptz,
    last_error text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);

CREATE TABLE notices (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    case_id uuid,
    station_id uuid,
    topic text NOT NULL,
    to_kind text NOT NULL CHECK (to_kind IN ('member', 'courier', 'station', 'group')),
    to_role text NOT NULL,
    to_reference uuid,
    to_name text NOT NULL,
    channel text NOT NULL
        CHECK (channel IN ('in_app', 'wecom', 'dingtalk', 'feishu', 'email', 'paste')),
    channel_id uuid,
    link_id uuid,
    subject_zh text NOT NULL,
    subject_en text NOT NULL,
    text_zh text NOT NULL,
    text_en text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'held', 'read')),
    is_urgent boolean NOT NULL DEFAULT false,
    hold_until timestamptz CHECK ((state = 'held') <= (hold_until IS NOT NULL)),
    created_at timestamptz NOT NULL,
    next_attempt_at timestamptz,
    attempted_at timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    sent_at timestamptz,
    read_at timestamptz,
    error text NOT NULL DEFAULT '',
    dedupe_key text NOT NULL,
    PRIMARY KEY (firm_id, id),
    UNIQUE (firm_id, dedupe_key)
);
CREATE INDEX notices_due ON notices (firm_id, next_attempt_at) WHERE state = 'queued';
CREATE INDEX notices_held ON notices (firm_id, hold_until) WHERE state = 'held';
CREATE INDEX notices_inbox ON notices (firm_id, to_reference, created_at DESC, id DESC)
    WHERE channel = 'in_app';
CREATE INDEX notices_unread ON notices (firm_id, to_reference)
    WHERE channel = 'in_app' AND state = 'sent';
CREATE INDEX notices_case ON notices (firm_id, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX notices_channel ON notices (firm_id, channel_id, attempted_at)
    WHERE channel_id IS NOT NULL AND attempted_at IS NOT NULL;
"""

# A link is a question to somebody outside; its tokens, made when a text is copied or sent, are
# kept as hashes only. So the same question can be sent again without its address being stored.
LINKS = """
CREATE TABLE links (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('answer', 'standing')),
    case_id uuid CHECK ((case_id IS NOT NULL) = (kind = 'answer')),
    station_id uuid NOT NULL,
    party text NOT NULL CHECK (party IN ('courier', 'station')),
    to_reference uuid,
    to_name text NOT NULL,
    question text NOT NULL,
    due_at timestamptz,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
    pasted_at timestamptz,
    opened_at timestamptz,
    answered_at timestamptz,
    answer text NOT NULL DEFAULT '',
    answered_from text NOT NULL DEFAULT '',
    revoked_at timestamptz,
    revoked_by text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, id)
);
CREATE INDEX links_case ON links (firm_id, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX links_holder ON links (firm_id, to_reference) WHERE kind = 'standing';

CREATE TABLE link_tokens (
    firm_id uuid NOT NULL,
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    link_id uuid NOT NULL,
    station_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, token_hash),
    FOREIGN KEY (firm_id, link_id) REFERENCES links (firm_id, id)
);
"""

CORRECTIONS = """
CREATE TABLE corrections (
    firm_id uuid NOT NULL REFERENCES firms,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    station_id uuid NOT NULL,
    clock text NOT NULL,
    clock_id uuid NOT NULL,
    minutes_before integer NOT NULL,
    demanded_of text NOT NULL,
    demanded_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    escalated_at timestamptz,
    recorded_at timestamptz,
    recorded_by_member_id uuid,
    recorded_by_name text NOT NULL DEFAULT '',
    done text NOT NULL DEFAULT '',
    attachment_id uuid,
    PRIMARY KEY (firm_id, id),
    CHECK ((recorded_at IS NULL) = (done = ''))
);
CREATE INDEX corrections_open ON corrections (firm_id, due_at, id) WHERE recorded_at IS NULL;
CREATE INDEX corrections_recorded ON corrections (firm_id, due_at, id)
    WHERE recorded_at IS NOT NULL;
CREATE INDEX corrections_overdue ON corrections (firm_id, due_at)
    WHERE recorded_at IS NULL AND escalated_at IS NULL;
CREATE INDEX corrections_case ON corrections (firm_id, case_id);
"""

# What is the firm's own (no station) agents see as well; stations' owners do not.
FIRM_WIDE = (
    f"{SCOPE} = 'firm' OR station_id = ANY({STATIONS}) "
    f"OR (station_id IS NULL AND {SCOPE} = 'agent')"
)
CHANGING = "SELECT, INSERT, UPDATE"

WALLS = [
    *tenant_table("notice_channels", "station_id", scope=FIRM_WIDE),
    *tenant_table("notices", "station_id", scope=FIRM_WIDE, grants=CHANGING),
    *tenant_table("links", "station_id", grants=CHANGING),
    *tenant_table("link_tokens", "station_id", grants="SELECT, INSERT"),
    *tenant_table("corrections", "station_id", grants=CHANGING),
]


def upgrade() -> None:
    """Make the tables and their walls."""
    for sql in (NOTICES, LINKS, CORRECTIONS, *WALLS):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
