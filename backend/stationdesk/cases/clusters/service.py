"""聚集因素: trouble that comes again at a phone or address is proposed for the risk register."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.clusters import repository as clusters
from stationdesk.cases.promises.terms import CLUSTERS
from stationdesk.policies import service as policies
from stationdesk.stations import repository as stations
from stationdesk.stations.risk import service as risk
from stationdesk.stations.risk.instructions import instructions_for
from stationdesk.stations.risk.matching import kind_for
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def propose_clusters(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Propose what clusters and the register does not know; at most a batch.

    Safe to run twice: what was proposed is known, and what was dismissed needs new cases.
    """
    connection = await raw_connection(session)
    held = await policies.parameters_in_force(connection, actor.firm_id, CLUSTERS, None, now)
    since = now - timedelta(days=held.parameters.days)
    rows = await clusters.clusters(connection, actor.firm_id, since, held.parameters.cases)
    at = {station.id: station for station in await stations.stations(session)}
    for row in rows:
        if row["risk_id"] is not None:
            await risk.propose_again(session, actor, row["risk_id"], row["case_ids"], now)
            continue
        is_place = row["match_by"] == "address"
        courier, agent = instructions_for(row["category"])
        fields = {
            "kind": kind_for(row["match_by"], row["roles"]),
            "match_by": row["match_by"],
            "category": row["category"],
            "name": "" if is_place else row["name"],
            "phone": "" if is_place else row["phone"],
            "address": row["address"],
            "courier_instruction": courier,
            "agent_instruction": agent,
        }
        await risk.propose(session, actor, at[row["station_id"]], fields, now, row["case_ids"])
    return len(rows)
