"""Raising a dispute, and taking it back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.foundation.money import format_yuan
from stationdesk.notices.service.telling import tell
from stationdesk.penalties.disputes import repository, texts
from stationdesk.penalties.disputes.errors import (
    AlreadyDisputed,
    DisputeEnded,
    DisputeInvalid,
    DisputeTooLate,
    DisputeUnknown,
    NothingToDispute,
)
from stationdesk.penalties.disputes.matters import is_owner_of, own_share, party_of
from stationdesk.penalties.disputes.repository import DisputeRow
from stationdesk.penalties.disputes.windows import end_of_day
from stationdesk.penalties.errors import FineUnknown
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AttributionRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.service.attribution import figures_at
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

TEXT_MAX: Final = 4000


async def raise_dispute(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    *,
    reason: str,
    asked_fen: int | None,
    now: datetime,
) -> UUID:
    """Object to what stands on a fine, within the window; its settlement is frozen from now on.

    The session sees the firm (`matters.in_own_matters`); whose it is, is asked here. `asked_fen`:
    how much of the own share; None: all of it. Returns the dispute's id. Raises FineUnknown,
    NothingToDispute, DisputeTooLate, AlreadyDisputed, DisputeInvalid.
    """
    connection = await raw_connection(session)
    fine, decision = await _standing(connection, actor, fine_id)
    party, share_fen = own_share(actor, decision, decision.station_fen)
    _check_in_time(actor, decision, fine, now)
    reason, asked_fen = _checked(reason, asked_fen, share_fen)
    assert actor.member_id is not None
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    dispute_id = new_id()
    is_first = await repository.add(
        connection, actor.firm_id, id=dispute_id, fine_id=fine.id, attribution_id=decision.id,
        station_id=fine.station_id, party=party, raised_by_member_id=actor.member_id,
        raised_by=actor.name, raised_at=now, reason=reason, share_fen=share_fen,
        asked_fen=asked_fen,
        decide_by=end_of_day(now, held.parameters.dispute_decision_days, fine.timezone),
    )  # fmt: skip
    if not is_first:
        raise AlreadyDisputed(
            "This decision was disputed for you before; a decision is disputed once. Should it be "
            "decided anew, the new decision can be disputed again.",
            zh="这次定责已经提过异议，一次定责只能提一次；若重新定责，可以再提。",
        )
    dispute = await find(connection, actor.firm_id, dispute_id)
    await tell(session, actor, [texts.raised(dispute, fine.timezone)], now)
    return dispute_id


async def withdraw(
    session: AsyncSession, actor: Actor, dispute_id: UUID, note: str, now: datetime
) -> UUID:
    """Take one's own dispute back: the decision stands and is settled. Returns the fine's id.

    Raises DisputeUnknown, DisputeEnded.
    """
    connection = await raw_connection(session)
    dispute = await locked_dispute(connection, actor.firm_id, dispute_id)
    if not is_own(actor, dispute):
        raise DisputeUnknown("There is no such dispute of yours; reload the list.")
    check_open(dispute)
    await repository.end(
        connection, actor.firm_id, dispute.id, state="withdrawn", member_id=actor.member_id,
        by=actor.name, answer=note.strip()[:TEXT_MAX], now=now,
    )  # fmt: skip
    return dispute.fine_id


async def find(connection: Connection, firm_id: UUID, dispute_id: UUID) -> DisputeRow:
    """A dispute as the session may see it. Raises DisputeUnknown."""
    dispute = await repository.find(connection, firm_id, dispute_id)
    if dispute is None:
        raise DisputeUnknown("There is no such dispute; reload the list.")
    return dispute


async def locked_dispute(connection: Connection, firm_id: UUID, dispute_id: UUID) -> DisputeRow:
    """The dispute as it is once its fine is locked: whatever decides the fine locks it first."""
    seen = await find(connection, firm_id, dispute_id)
    await fines.get_fine(connection, firm_id, seen.fine_id, lock=True)
    return await find(connection, firm_id, dispute_id)


def check_open(dispute: DisputeRow) -> None:
    """Raise DisputeEnded, saying how it ended."""
    if dispute.state != repository.OPEN:
        at = "" if dispute.ended_at is None else dispute.ended_at.isoformat()
        raise DisputeEnded(
            f"The dispute has ended meanwhile ({dispute.state}, {dispute.ended_by}); reload it.",
            zh=f"{dispute.ended_by} 已经处理了这个异议，请刷新。",
            state=dispute.state,
            ended_by=dispute.ended_by,
            ended_at=at,
        )


def is_own(actor: Actor, dispute: DisputeRow) -> bool:
    """Whether the dispute is the actor's own, or his station's."""
    if dispute.party != party_of(actor):
        return False
    if dispute.party == "station":
        return is_owner_of(actor, dispute.station_id)
    return dispute.raised_by_member_id == actor.member_id


async def _standing(
    connection: Connection, actor: Actor, fine_id: UUID
) -> tuple[FineRow, AttributionRow]:
    """The fine, locked, and its decision; an agent knows a fine by having borne of it once."""
    fine = await fines.get_fine(connection, actor.firm_id, fine_id, lock=True)
    is_station = party_of(actor) == "station"
    if fine is None or (is_station and not is_owner_of(actor, fine.station_id)):
        raise FineUnknown("There is no such fine of yours; reload the list.")
    if not is_station and not await decisions.has_borne(
        connection, actor.firm_id, fine_id, actor.member_id
    ):
        raise FineUnknown("There is no such fine of yours; reload the list.")
    decision = await decisions.present_attribution(connection, actor.firm_id, fine_id)
    if decision is None or decision.transaction_id is None:
        raise NothingToDispute(
            "No decision stands on this fine now: it was taken back. Should it be decided again, "
            "you will be told and can dispute then.",
            zh="这笔罚款现在没有生效的定责；重新定责后会通知您，到时可以提异议。",
        )
    return fine, decision


def _check_in_time(actor: Actor, decision: AttributionRow, fine: FineRow, now: datetime) -> None:
    is_station = party_of(actor) == "station"
    until = decision.station_dispute_until if is_station else decision.agent_dispute_until
    if until is not None and now <= until:
        return
    told = "before disputes could be raised" if until is None else f"until {until.isoformat()}"
    raise DisputeTooLate(
        f"The decision could be disputed {told}. If there is new evidence, ask the firm's manager "
        f"to take the decision on {fine.bill_no}/{fine.line_no} back and decide it anew: that "
        "opens a new window.",
        zh="异议期已过。若有新的证据，请公司经理把这笔定责撤回重定，重定后会有新的异议期。",
        dispute_until=None if until is None else until.isoformat(),
    )


def _checked(reason: str, asked_fen: int | None, share_fen: int) -> tuple[str, int]:
    reason = reason.strip()
    if not 1 <= len(reason) <= TEXT_MAX:
        raise DisputeInvalid(
            f"Say why, in 1 to {TEXT_MAX} characters: what happened, and what proves it.",
            field="reason",
            zh=f"请写明理由（{TEXT_MAX} 字以内）：当时怎么回事，有什么证据。",
        )
    asked_fen = share_fen if asked_fen is None else asked_fen
    if not 1 <= asked_fen <= share_fen:
        raise DisputeInvalid(
            f"You bear ¥{format_yuan(share_fen)}: dispute an amount from ¥0.01 up to that.",
            field="amount_fen",
            zh=f"您承担 ¥{format_yuan(share_fen)}：异议金额要在 ¥0.01 到它之间。",
        )
    return reason, asked_fen
