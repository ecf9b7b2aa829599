"""What proposals ask besides the cases themselves, read at once for a whole bill or one fine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.penalties.bills import repository as fine_codes
from stationdesk.penalties.bills.categories import FineCategory, category_of
from stationdesk.penalties.causes import repository
from stationdesk.penalties.causes.pointing import Notice
from stationdesk.penalties.causes.policy import PENALTIES, PenaltyParameters
from stationdesk.penalties.causes.staffing import Post, Staffing
from stationdesk.penalties.repository.fines import Connection
from stationdesk.policies import service as policies
from stationdesk.policies.repository import exemptions
from stationdesk.policies.service import InForce
from stationdesk.stations.contracts import service as contracts
from stationdesk.stations.contracts.models import Contract
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.service.plans import plans_between

BEFORE = timedelta(days=31)
"""A fine is about work that was done within so long before it."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The firm's rules, contracts, people and notices over the time of some fines."""

    policy_at: Callable[[str | None, datetime], InForce[PenaltyParameters]]
    contracts: Mapping[UUID, Sequence[Contract]]
    categories: Mapping[tuple[str, str], FineCategory]
    staffing: Staffing
    notices: Sequence[Notice]

    def category(self, carrier: str, code: str, name: str) -> FineCategory:
        """What a bill line is about."""
        return category_of(self.categories, carrier, code, name)


async def knowledge_of(
    session: AsyncSession,
    firm_id: UUID,
    stations: Collection[UUID],
    first: datetime,
    last: datetime,
) -> Knowledge:
    """Everything that fines of these stations, which arose from `first` to `last`, may ask."""
    connection = await raw_connection(session)
    begin, end = first - BEFORE, last + timedelta(days=1)
    notices = await exemptions.standing(connection, firm_id, begin)
    return Knowledge(
        policy_at=await policies.parameters_over_time(connection, firm_id, PENALTIES),
        contracts=await contracts.contracts_by_station(session, stations),
        categories=await fine_codes.categories(connection, firm_id),
        staffing=await _staffing(connection, firm_id, stations, begin, end),
        notices=[
            Notice(
                row["id"], row["title"], row["carrier"], frozenset(row["station_ids"]),
                frozenset(row["kinds"]), row["from_at"], row["to_at"],
            )
            for row in notices
        ],
    )  # fmt: skip


async def _staffing(
    connection: Connection, firm_id: UUID, stations: Collection[UUID], begin: datetime,
    end: datetime,
) -> Staffing:  # fmt: skip
    posts: defaultdict[UUID, list[Post]] = defaultdict(list)
    for row in await repository.posts(connection, firm_id, stations, end):
        posts[row["station_id"]].append(
            Post(
                row["member_id"], row["name"], row["is_primary"], row["direction"],
                row["valid_from"], row["valid_to"],
            )
        )  # fmt: skip
    _, plans = await plans_between(connection, firm_id, begin, end)
    weeks = await repository.weeks(connection, firm_id)
    kept = {row["member_id"] for row in weeks}
    return Staffing(
        posts=posts,
        # Without a week and without days nothing is planned of somebody.
        plans={who: plan for who, plan in plans.items() if plan.days or who in kept},
        week_since={row["member_id"]: row["changed_at"] for row in weeks},
    )
