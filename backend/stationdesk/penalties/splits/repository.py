"""SQL of split rules."""

import json
from datetime import datetime
from uuid import UUID

from stationdesk.foundation.ids import new_id
from stationdesk.penalties.repository.fines import Connection
from stationdesk.penalties.splits.rules import Rule, RuleSet


async def rule_sets(connection: Connection, firm_id: UUID) -> list[tuple[UUID, RuleSet]]:
    """Every version that the firm wrote, newest first."""
    rows = await connection.fetch(
        "SELECT id, station_id, name, version, effective_from, rules::text AS rules "
        "FROM split_rule_sets WHERE firm_id = $1 ORDER BY id DESC",
        firm_id,
    )
    return [
        (
            row["id"],
            RuleSet(
                name=row["name"],
                version=row["version"],
                effective_from=row["effective_from"],
                station_id=row["station_id"],
                rules=tuple(Rule.model_validate(rule) for rule in json.loads(row["rules"])),
            ),
        )
        for row in rows
    ]


async def add_rule_set(
    connection: Connection, firm_id: UUID, rule_set: RuleSet, by: str, now: datetime
) -> UUID:
    """Add a version; two at once cannot take the same number (the unique key says so)."""
    rule_set_id = new_id()
    await connection.execute(
        "INSERT INTO split_rule_sets (firm_id, id, station_id, name, version, effective_from, "
        "rules, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9)",
        firm_id,
        rule_set_id,
        rule_set.station_id,
        rule_set.name,
        rule_set.version,
        rule_set.effective_from,
        json.dumps([rule.model_dump(mode="json") for rule in rule_set.rules], ensure_ascii=False),
        by,
        now,
    )
    return rule_set_id
