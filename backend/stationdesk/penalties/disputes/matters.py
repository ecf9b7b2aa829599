"""Whose a fine is to dispute, and as whom the product looks at it for him."""

from typing import TypeAlias
from uuid import UUID

from stationdesk.penalties.disputes.errors import NothingToDispute
from stationdesk.penalties.repository.decisions import AttributionRow
from stationdesk.penalties.splits.relief import Disputing
from stationdesk.tenancy.actor import Actor, Role

Share: TypeAlias = tuple[Disputing, int]


def in_own_matters(actor: Actor) -> Actor:
    """The same person with the firm's sight: what an agent bore stays his to read and to dispute
    when the station is no longer assigned to him. Whoever uses it asks for his rows alone."""
    return Actor(
        firm_id=actor.firm_id,
        role=Role.SYSTEM,
        name=actor.name,
        member_id=actor.member_id,
        user_id=actor.user_id,
    )


def party_of(actor: Actor) -> Disputing:
    """For whom the actor speaks: a station's owner for the station, anybody else for himself."""
    return "station" if actor.role is Role.STATION_OWNER else "agent"


def is_owner_of(actor: Actor, station_id: UUID) -> bool:
    """Whether the fine's station is one of the owner's."""
    return actor.station_ids is not None and station_id in actor.station_ids


def own_share(actor: Actor, decision: AttributionRow, station_fen: int) -> Share:
    """What the actor's party bears by a decision, in fen. Raises NothingToDispute."""
    party = party_of(actor)
    is_his = party == "station" or decision.agent_member_id == actor.member_id
    share_fen = station_fen if party == "station" else decision.agent_fen
    if not is_his or share_fen <= 0:
        raise NothingToDispute(
            "You bear nothing of this fine by the decision that stands; there is nothing to "
            "dispute. Ask whoever decided it if you think that it is wrong all the same.",
            zh="按现在的定责您不承担这笔罚款，没有可以异议的金额。",
        )
    return party, share_fen
