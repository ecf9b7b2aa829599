"""Approvals over a limit, disputes and what they freeze."""

from alembic import op

from stationdesk.tenancy.schema import APP_ROLE, SCOPE, STATIONS, tenant_table

revision = "0016_disputes"
down_revision = "0015_contracts"

# Until when each bearer may dispute is written with the decision: a later version of the policy
# never takes a day away from somebody who was told it. What stood before was told outside.
DECISIONS = """
ALTER TABLE fine_attributions
    ADD COLUMN approved_by_member_id uuid,
    ADD COLUMN approved_by text,
    ADD COLUMN agent_dispute_until timestamptz,
    ADD COLUMN station_dispute_until timestamptz,
    ADD COLUMN told_at timestamptz;
UPDATE fine_attributions SET told_at = decided_at;
CREATE INDEX fine_attributions_untold ON fine_attributions (firm_id, id) WHERE told_at IS NULL;
CREATE INDEX fine_attributions_fine ON fine_attributions (firm_id, fine_id, id);
CREATE INDEX fine_attributions_own ON fine_attributions (firm_id, agent_member_id, id)
    WHERE agent_member_id IS NOT NULL;
ALTER TABLE notices ADD COLUMN fine_id uuid;
"""

# A decision over the decider's limit: nothing is posted until somebody else approves it.
APPROVALS = """
CREATE TABLE fine_approvals (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    fine_id uuid NOT NULL,
    station_id uuid NOT NULL,
    cause text NOT NULL,
    agent_member_id uuid,
    agent_name text,
    note text NOT NULL,
    amount_fen bigint NOT NULL,
    shares jsonb NOT NULL,
    decided_by_member_id uuid,
    decided_by text NOT NULL,
    decided_role text NOT NULL,
    limit_fen bigint NOT NULL CHECK (limit_fen >= 0),
    policy_version integer NOT NULL,
    decided_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'approved', 'returned', 'withdrawn')),
    settled_by_member_id uuid,
    settled_by text,
    settled_limit_fen bigint,
    settled_at timestamptz,
    settle_note text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id),
    CHECK (abs(amount_fen) > limit_fen),
    CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CHECK (state <> 'returned' OR settle_note <> ''),
    CONSTRAINT fine_approvals_by_another CHECK (state <> 'approved' OR (
        settled_by_member_id IS NOT NULL AND settled_by_member_id IS DISTINCT FROM
        decided_by_member_id AND settled_limit_fen IS NOT NULL))
);
CREATE UNIQUE INDEX fine_approvals_one ON fine_approvals (firm_id, fine_id)
    WHERE state = 'waiting';
CREATE INDEX fine_approvals_fine ON fine_approvals (firm_id, fine_id, id);

CREATE FUNCTION fine_approvals_settle_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'fine_approvals: % is settled and stays so', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settle_once BEFORE UPDATE ON fine_approvals
    FOR EACH ROW EXECUTE FUNCTION fine_approvals_settle_once();
"""

# `share_fen`: what the disputing party bears by the decision; `asked_fen`: how much of it he says
# is not his. An ended dispute changes no more; only that it was told is still written.
DISPUTES = """
CREATE TABLE fine_disputes (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    fine_id uuid NOT NULL,
    attribution_id uuid NOT NULL,
    station_id uuid NOT NULL,
    party text NOT NULL CHECK (party IN ('agent', 'station')),
    raised_by_member_id uuid NOT NULL,
    raised_by text NOT NULL,
    raised_at timestamptz NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    share_fen bigint NOT NULL CHECK (share_fen > 0),
    asked_fen bigint NOT NULL CHECK (asked_fen BETWEEN 1 AND share_fen),
    decide_by timestamptz NOT NULL CHECK (decide_by > raised_at),
    state text NOT NULL DEFAULT 'open' CHECK (state IN
        ('open', 'upheld', 'accepted', 'partly', 'withdrawn', 'overtaken')),
    ended_at timestamptz,
    ended_by_member_id uuid,
    ended_by text,
    answer text NOT NULL DEFAULT '',
    new_attribution_id uuid,
    borne_fen bigint,
    overdue_told_at timestamptz,
    told_at timestamptz,
    PRIMARY KEY (firm_id, id),
    CONSTRAINT fine_disputes_once UNIQUE (firm_id, attribution_id, party),
    FOREIGN KEY (firm_id, fine_id) REFERENCES fines (firm_id, id),
    FOREIGN KEY (firm_id, attribution_id) REFERENCES fine_attributions (firm_id, id),
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK (state NOT IN ('upheld', 'accepted', 'partly') OR answer <> ''),
    CHECK ((new_attribution_id IS NOT NULL) = (state IN ('accepted', 'partly')))
);
CREATE INDEX fine_disputes_fine ON fine_disputes (firm_id, fine_id, id);
CREATE INDEX fine_disputes_open ON fine_disputes (firm_id, decide_by, id) WHERE state = 'open';
CREATE INDEX fine_disputes_ended ON fine_disputes (firm_id, ended_at DESC, id DESC)
    WHERE state <> 'open';
CREATE INDEX fine_disputes_untold ON fine_disputes (firm_id, id)
    WHERE state <> 'open' AND told_at IS NULL;

CREATE TABLE dispute_files (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    station_id uuid NOT NULL,
    party text NOT NULL,
    name text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    media_type text NOT NULL,
    storage_key text NOT NULL,
    preview_key text,
    added_by_member_id uuid,
    added_by text NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, dispute_id) REFERENCES fine_disputes (firm_id, id)
);
CREATE INDEX dispute_files_dispute ON dispute_files (firm_id, dispute_id, id);

CREATE TABLE dispute_file_views (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    file_id uuid NOT NULL,
    member_id uuid,
    member_name text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, file_id) REFERENCES dispute_files (firm_id, id)
);
CREATE INDEX dispute_file_views_file ON dispute_file_views (firm_id, file_id, id);

CREATE FUNCTION fine_disputes_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' AND (to_jsonb(NEW) - 'told_at') <> (to_jsonb(OLD) - 'told_at') THEN
        RAISE EXCEPTION 'fine_disputes: % has ended and stays as it ended', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER end_once BEFORE UPDATE ON fine_disputes
    FOR EACH ROW EXECUTE FUNCTION fine_disputes_end_once();
"""

# What an agent writes against a decision is between him and the firm: a station's owner sees his
# own stations' disputes alone.
SEEN_BY = (
    f"{SCOPE} = 'firm' OR (station_id = ANY({STATIONS}) AND ({SCOPE} = 'agent' OR "
    "party = 'station'))"
)

# What waits inside of the firm is nothing that a station's owner sees.
STAFF = f"{SCOPE} = 'firm' OR ({SCOPE} = 'agent' AND station_id = ANY({STATIONS}))"

WALLS = [
    *tenant_table("fine_approvals", "station_id", scope=STAFF, grants="SELECT, INSERT"),
    "GRANT UPDATE (state, settled_by_member_id, settled_by, settled_limit_fen, settled_at, "
    f"settle_note) ON fine_approvals TO {APP_ROLE}",
    *tenant_table("fine_disputes", "station_id", scope=SEEN_BY, grants="SELECT, INSERT"),
    "GRANT UPDATE (state, ended_at, ended_by_member_id, ended_by, answer, new_attribution_id, "
    f"borne_fen, overdue_told_at, told_at) ON fine_disputes TO {APP_ROLE}",
    *tenant_table("dispute_files", "station_id", scope=SEEN_BY, grants="SELECT, INSERT"),
    *tenant_table("dispute_file_views", None, grants="SELECT, INSERT"),
]


def upgrade() -> None:
    """Add the tables, their guards and their walls."""
    for sql in (DECISIONS, APPROVALS, DISPUTES, *WALLS):
        # Several statements at once, as they stand: no parameters, so no `%` to escape.
        op.get_bind().connection.cursor().execute(sql)
