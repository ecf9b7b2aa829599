"""Firms with stations and people, made through the services as the app's role."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from stationdesk.accounts import service as accounts
from stationdesk.accounts.models import Member
from stationdesk.foundation.database import Database
from stationdesk.stations import service as stations
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import tenant_session

PASSWORD = "correct horse battery"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Firm:
    """A firm as tests know it. `actor` is the system's."""

    id: UUID
    slug: str
    actor: Actor
    stations: dict[str, Station] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def as_member(self, email: str, *station_codes: str) -> Actor:
        """The actor of a member; station codes limit an agent or owner."""
        member = self.members[email]
        role = Role(member.role)
        limited = role in (Role.AGENT, Role.STATION_OWNER)
        return Actor(
            firm_id=self.id,
            role=role,
            name=member.name,
            member_id=member.id,
            user_id=member.user_id,
            station_ids=frozenset(self.stations[c].id for c in station_codes) if limited else None,
        )


async def make_firm(
    database: Database, *, stations_wanted: tuple[tuple[str, str, str], ...] | None = None
) -> Firm:
    """A new firm; stations as (code, carrier, name)."""
    slug = f"firm-{uuid4().hex[:12]}"
    async with database.session() as session:
        row = await accounts.create_firm(session, slug, "恒驿客服")
    firm = Firm(id=row.id, slug=slug, actor=Actor.system(row.id))
    wanted = stations_wanted or (("S1", "zto", "杭州滨江西兴"), ("S2", "yto", "无锡惠山"))
    async with tenant_session(database, firm.actor) as session:
        for code, carrier, name in wanted:
            firm.stations[code] = await stations.add_station(
                session, firm.actor, code=code, carrier=carrier, name=name, now=LONG_AGO
            )
    return firm


async def add_member(
    database: Database,
    firm: Firm,
    email: str,
    role: Role,
    *station_codes: str,
    direction: str = "both",
) -> Member:
    """A member; an agent is assigned to the stations, a station owner is given them.

    The e-mail is made unique by the firm's slug, since users are global.
    """
    ids = [firm.stations[code].id for code in station_codes]
    async with tenant_session(database, firm.actor) as session:
        member = await accounts.add_member(
            session,
            firm.actor,
            email=f"{email}@{firm.slug}.example.com",
            name=email,
            role=role,
            password=PASSWORD,
            station_ids=ids,
            now=LONG_AGO,
        )
        if role is Role.STATION_OWNER:
            await stations.give_stations(session, member, ids)
        if role is Role.AGENT:
            for code in station_codes:
                await stations.assign(
                    session,
                    firm.actor,
                    member=member,
                    station=firm.stations[code],
                    direction=direction,
                    now=LONG_AGO,
                )
    firm.members[email] = member
    return member
