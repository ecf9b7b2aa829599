"""Shifts, leave, covers, skills, limits, handovers; cases that nobody has touched."""

from alembic import op

from stationdesk.tenancy.schema import tenant_table

revision = "0012_workforce"
down_revision = "0011_desk"

# `week`: {"1": ["08:30-12:00", "13:00-18:00"], …}, ISO weekdays, times of the firm's zone; a
# window that ends before it begins passes midnight. `shift_days` is what a day says instead.
SHIFTS = """
CREATE TABLE shift_patterns (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    week jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL,
    PRIMARY KEY (firm_id, member_id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
CREATE TABLE shift_days (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    day date NOT NULL,
    windows jsonb NOT NULL,
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (firm_id, member_id, day),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
CREATE INDEX shift_days_listed ON shift_days (firm_id, day);
CREATE TABLE overtimes (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    station_id uuid,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL CHECK (to_at > from_at),
    reason text NOT NULL CHECK (reason <> ''),
    recorded_at timestamptz NOT NULL,
    recorded_by_name text NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, station_id) REFERENCES stations (firm_id, id)
);
CREATE INDEX overtimes_listed ON overtimes (firm_id, from_at DESC, id DESC);
"""

# `handover`: what the substitute accepted, as it stood then. `moved_at`: when what was still in
# the absent one's name went to his substitute.
LEAVE = """
CREATE TABLE absences (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('annual', 'personal', 'sick', 'other')),
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL CHECK (to_at > from_at),
    substitute_member_id uuid NOT NULL CHECK (substitute_member_id <> member_id),
    reason text NOT NULL DEFAULT '',
    habits text NOT NULL DEFAULT '',
    state text NOT NULL
        CHECK (state IN ('requested', 'accepted', 'declined', 'approved', 'refused', 'withdrawn')),
    requested_at timestamptz NOT NULL,
    accepted_at timestamptz,
    handover jsonb,
    decided_at timestamptz,
    decided_by_name text NOT NULL DEFAULT '',
    decision_note text NOT NULL DEFAULT '',
    is_override boolean NOT NULL DEFAULT false,
    moved_at timestamptz,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, substitute_member_id) REFERENCES members (firm_id, id),
    CHECK (state <> 'approved' OR decided_at IS NOT NULL)
);
CREATE INDEX absences_member ON absences (firm_id, member_id, to_at);
CREATE INDEX absences_listed ON absences (firm_id, from_at DESC, id DESC);
CREATE INDEX absences_begin ON absences (firm_id, from_at)
    WHERE state = 'approved' AND moved_at IS NULL;
CREATE TABLE covers (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    covered_member_id uuid NOT NULL,
    cover_member_id uuid NOT NULL CHECK (cover_member_id <> covered_member_id),
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL CHECK (to_at > from_at),
    absence_id uuid,
    reason text NOT NULL DEFAULT '',
    entered_at timestamptz NOT NULL,
    entered_by_name text NOT NULL,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, covered_member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, cover_member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, absence_id) REFERENCES absences (firm_id, id)
);
CREATE INDEX covers_by ON covers (firm_id, cover_member_id, to_at);
CREATE INDEX covers_of ON covers (firm_id, covered_member_id, to_at);
CREATE INDEX covers_listed ON covers (firm_id, to_at);
CREATE TABLE shift_handovers (
    firm_id uuid NOT NULL,
    id uuid NOT NULL,
    from_member_id uuid NOT NULL,
    to_member_id uuid,
    notes text NOT NULL DEFAULT '',
    items jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'released')),
    offered_at timestamptz NOT NULL,
    decided_at timestamptz,
    PRIMARY KEY (firm_id, id),
    FOREIGN KEY (firm_id, from_member_id) REFERENCES members (firm_id, id),
    FOREIGN KEY (firm_id, to_member_id) REFERENCES members (firm_id, id)
);
CREATE INDEX shift_handovers_listed ON shift_handovers (firm_id, offered_at DESC, id DESC);
"""

# `held_max` NULL: no limit for him, whatever the policy says. No skills of a facet: all of it.
ABILITIES = """
CREATE TABLE member_limits (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    held_max integer CHECK (held_max > 0),
    changed_by_name text NOT NULL,
    PRIMARY KEY (firm_id, member_id),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
CREATE TABLE member_skills (
    firm_id uuid NOT NULL,
    member_id uuid NOT NULL,
    facet text NOT NULL CHECK (facet IN ('kind', 'carrier', 'language')),
    code text NOT NULL CHECK (code <> ''),
    PRIMARY KEY (firm_id, member_id, facet, code),
    FOREIGN KEY (firm_id, member_id) REFERENCES members (firm_id, id)
);
"""

# When a case is to be looked at again, should nothing happen to it: written by whoever looked,
# never by an event, so that events cost nothing more and a look costs by the cases that are due.
FORGOTTEN = """
ALTER TABLE cases
    ADD COLUMN forgotten_since timestamptz,
    ADD COLUMN look_again_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX cases_look_again ON cases (firm_id, look_again_at) WHERE closed_at IS NULL;
CREATE INDEX cases_forgotten ON cases (firm_id, rank, id, station_id)
    WHERE forgotten_since IS NOT NULL AND closed_at IS NULL;
CREATE INDEX cases_lane_kind ON cases (firm_id, station_id, direction, kind, rank, id)
    WHERE holder_kind = 'queue';
"""

# How many cases a member may still take. Takes his lock first: the count that follows sees what
# his other claims have committed. Runs as the owner, so that cases at stations which are his no
# longer count too; it checks the tenant itself.
HELD_ROOM = """
CREATE FUNCTION held_room(of_firm uuid, of_member uuid, at timestamptz, is_agent boolean,
                          OUT held_max integer, OUT held integer, OUT has_room boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ BEGIN
        IF of_firm IS DISTINCT FROM nullif(current_setting('app.firm_id', true), '')::uuid THEN
            RAISE insufficient_privilege USING MESSAGE = 'not the tenant of this transaction';
        END IF;
        SELECT l.held_max INTO held_max FROM member_limits l
        WHERE l.firm_id = of_firm AND l.member_id = of_member;
        IF NOT FOUND AND is_agent THEN
            SELECT CASE WHEN jsonb_typeof(v.parameters -> 'held_max') = 'number'
                        THEN nullif((v.parameters ->> 'held_max')::integer, 0) END
            INTO held_max FROM policy_versions v
            WHERE v.firm_id = of_firm AND v.code = 'workforce' AND v.carrier IS NULL
              AND v.effective_from <= at AND (v.effective_to IS NULL OR v.effective_to > at)
            ORDER BY v.effective_from DESC, v.version DESC LIMIT 1;
        END IF;
        IF held_max IS NULL THEN
            has_room := true;
            RETURN;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('held ' || of_firm || of_member, 0));
        SELECT count(*) INTO held FROM cases c
        WHERE c.firm_id = of_firm AND c.agent_member_id = of_member AND c.closed_at IS NULL
          AND c.holder_kind IN ('agent', 'supervisor');
        has_room := held < held_max;
    END $$;
"""

# What decides who stands in: also asked in the transaction of a station's owner or of nobody
# (a link), who may see neither leave nor shifts. Answers with facts of duty only, no reasons.
STAND_IN = """
CREATE FUNCTION duty_facts(of_firm uuid, of_member uuid, at timestamptz) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT jsonb_build_object(
            'id', m.id, 'name', m.name, 'role', m.role, 'is_current', m.ended_at IS NULL,
            'zone', f.timezone,
            'week', (SELECT p.week FROM shift_patterns p
                     WHERE p.firm_id = of_firm AND p.member_id = m.id),
            'days', (SELECT jsonb_object_agg(d.day, d.windows) FROM shift_days d
                     WHERE d.firm_id = of_firm AND d.member_id = m.id
                       AND d.day BETWEEN (at AT TIME ZONE f.timezone)::date - 1
                                     AND (at AT TIME ZONE f.timezone)::date),
            'is_absent', EXISTS (SELECT FROM absences a WHERE a.firm_id = of_firm
                                 AND a.member_id = m.id AND a.state = 'approved'
                                 AND a.from_at <= at AND a.to_at > at))
        FROM members m JOIN firms f ON f.id = m.firm_id
        WHERE m.firm_id = of_firm AND m.id = of_member
          AND of_firm = nullif(current_setting('app.firm_id', true), '')::uuid $$;
CREATE FUNCTION covers_of_member(of_firm uuid, of_member uuid, of_station uuid,
                                 of_direction text, at timestamptz) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT coalesce(jsonb_agg(duty_facts(of_firm, c.cover_member_id, at)
                                    ORDER BY c.absence_id IS NULL, c.entered_at), '[]')
        FROM covers c
        WHERE c.firm_id = of_firm AND c.covered_member_id = of_member
          AND c.from_at <= at AND c.to_at > at
          AND EXISTS (SELECT FROM assignments a WHERE a.firm_id = of_firm
                      AND a.member_id IN (of_member, c.cover_member_id)
                      AND a.station_id = of_station AND a.direction IN (of_direction, 'both')
                      AND a.valid_from <= at AND (a.valid_to IS NULL OR a.valid_to > at))
          AND of_firm = nullif(current_setting('app.firm_id', true), '')::uuid $$;
CREATE FUNCTION firm_zone(of_firm uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT timezone FROM firms WHERE id = of_firm
          AND of_firm = nullif(current_setting('app.firm_id', true), '')::uuid $$;
"""

# While a cover holds, the stations of the covered agent are the cover's too.
SEEN = """
CREATE OR REPLACE FUNCTION stations_seen_by(of_firm uuid, of_member uuid, of_role text,
                                            at timestamptz)
    RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT CASE of_role
        WHEN 'agent' THEN coalesce((SELECT array_agg(DISTINCT a.station_id) FROM assignments a
            WHERE a.firm_id = of_firm
              AND (a.member_id = of_member OR a.member_id IN (
                  SELECT c.covered_member_id FROM covers c
                  WHERE c.firm_id = of_firm AND c.cover_member_id = of_member
                    AND c.from_at <= at AND c.to_at > at))
              AND a.valid_from <= at AND (a.valid_to IS NULL OR a.valid_to > at)), '{}')
        WHEN 'station_owner' THEN coalesce((SELECT array_agg(station_id) FROM member_stations
            WHERE firm_id = of_firm AND member_id = of_member), '{}')
        END $$;
"""

WALLS = [
    *tenant_table("shift_patterns", None),
    *tenant_table("shift_days", None),
    *tenant_table("overtimes", None),
    *tenant_table("absences", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("covers", None),
    *tenant_table("shift_handovers", None, grants="SELECT, INSERT, UPDATE"),
    *tenant_table("member_limits", None),
    *tenant_table("member_skills", None),
]


def upgrade() -> None:
    """Make the tables."""
    for sql in (
        SHIFTS, LEAVE, ABILITIES, FORGOTTEN, HELD_ROOM, STAND_IN, SEEN, *WALLS,
    ):  # fmt: skip
        op.get_bind().connection.cursor().execute(sql)
