"""Appeals 申诉: opened from a fine with its evidence; how they end reaches the ledger from here.

The outcome is recorded on the fine. The money moves once: when the refund line arrives, or, where
the policy says so, at the decision; the second of the two only matches (domain §6, steps 6, 7).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import service as cases
from stationdesk.cases.schemas import CaseRecord
from stationdesk.penalties.causes.evidence import APPEAL, evidence_of_fine
from stationdesk.penalties.errors import (
    AppealDeadlinePassed,
    FineReversed,
    FineUnknown,
    NotAppealable,
)
from stationdesk.penalties.repository import appeals, fines
from stationdesk.penalties.repository.fines import FineRow
from stationdesk.penalties.service.refunds import restate
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

UPHELD, REDUCED, CANCELLED = "fine_upheld", "fine_reduced", "fine_cancelled"
OUTCOME_NOTE: Final = {
    UPHELD: "申诉维持 / appeal: upheld",
    REDUCED: "申诉减免 / appeal: reduced",
    CANCELLED: "申诉撤销 / appeal: cancelled",
}


async def open_appeal(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    *,
    ground: str,
    reason: str,
    now: datetime,
    idempotency_key: str | None = None,
) -> CaseRecord:
    """Open the appeal's case for a fine; the kind itself takes the fine's facts and evidence.

    Raises FineUnknown, FineReversed, NotAppealable, AppealDeadlinePassed, AlreadyOpen.
    """
    connection = await raw_connection(session)
    fine = await fines.get_fine(connection, actor.firm_id, fine_id, lock=True)
    if fine is None:
        raise FineUnknown("There is no such fine; reload the list.")
    check_appealable(fine, now)
    record = await cases.open_case(
        session,
        actor,
        kind=APPEAL,
        direction=await _direction(session, actor, fine, now),
        station_id=fine.station_id,
        waybill=fine.waybill,
        details={"fine_id": str(fine.id), "ground": ground, "reason": reason},
        now=now,
        source="fine",
        source_key=f"appeal/{fine.id}",
        idempotency_key=idempotency_key,
    )
    await appeals.set_case(connection, actor.firm_id, fine.id, record.id)
    return record


def check_appealable(fine: FineRow, now: datetime) -> None:
    """Raise FineReversed, NotAppealable or AppealDeadlinePassed where an appeal makes no sense."""
    if fine.amount_fen < 0:
        raise NotAppealable(
            "This line gives money back: there is nothing to appeal against.",
            zh="这一行是返还，不用申诉。",
        )
    if fine.origin == "loss":
        raise NotAppealable(
            "No bill of the carrier's says this: there is nobody to appeal to.",
            zh="这是账单外的损失，不是总部的罚款，无处申诉。",
        )
    if fine.status == "reversed":
        raise FineReversed(
            "The fine has been given back already: there is nothing to appeal.",
            zh="这笔罚款已经退回，不用申诉。",
        )
    if fine.appeal_due_at is not None and fine.appeal_due_at < now:
        raise AppealDeadlinePassed(
            f"The bill says that appeals were possible until {fine.appeal_due_at.isoformat()}.",
            appeal_due_at=fine.appeal_due_at.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How an appeal ended: what the fine comes to, and whether to post it at once."""

    outcome: str
    amount_fen: int
    is_posted_at_once: bool


async def conclude(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    case_id: UUID,
    conclusion: Conclusion,
    now: datetime,
) -> None:
    """Record how an appeal ended, and post what follows from it. Raises FineUnknown."""
    connection = await raw_connection(session)
    fine = await fines.get_fine(connection, actor.firm_id, fine_id, lock=True)
    if fine is None:
        raise FineUnknown("The fine of this appeal is not among those that you may see.")
    outcome, amount_fen = conclusion.outcome, min(conclusion.amount_fen, fine.amount_fen)
    await appeals.set_outcome(connection, actor.firm_id, fine.id, case_id, outcome, amount_fen, now)
    if conclusion.is_posted_at_once and fine.status != "reversed":
        granted_fen = fine.amount_fen - amount_fen
        await appeals.advance(connection, actor.firm_id, fine.id, granted_fen)
    await restate(connection, actor, fine, OUTCOME_NOTE[outcome], now)


async def appealable_fines(
    session: AsyncSession, actor: Actor, station_id: UUID, waybill: str
) -> dict[str, FineRow]:
    """Fines of a waybill that an appeal could be about, by id."""
    connection = await raw_connection(session)
    rows = await appeals.appealable(connection, actor.firm_id, station_id, waybill)
    return {str(row.id): row for row in rows}


async def evidence_of_fines(
    session: AsyncSession, actor: Actor, station_id: UUID, waybill: str
) -> list[dict[str, Any]]:
    """The sealed files of a waybill's cases, as an appeal refers to them."""
    if not waybill:
        return []
    connection = await raw_connection(session)
    rows = await appeals.evidence_of_waybill(connection, actor.firm_id, station_id, waybill)
    return [
        {
            "case_id": row["case_id"],
            "number": row["number"],
            "kind": row["kind"],
            "attachment_id": row["attachment_id"],
            "name": row["name"],
            "sha256": row["sha256"].hex(),
        }
        for row in rows
    ]


async def _direction(session: AsyncSession, actor: Actor, fine: FineRow, now: datetime) -> str:
    found = await evidence_of_fine(session, actor, fine, now)
    return "inbound" if found.case is None else found.case.direction
