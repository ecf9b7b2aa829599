"""Showing losses: those that wait, those of a case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.penalties.approvals.limits import is_within
from stationdesk.penalties.causes.policy import PENALTIES, PenaltyParameters
from stationdesk.penalties.losses import repository
from stationdesk.penalties.losses.errors import LossUnknown
from stationdesk.penalties.losses.repository import LossRow, ProofRow
from stationdesk.penalties.losses.schemas import LossOut, LossPage, LossProofOut
from stationdesk.penalties.repository.fines import Connection
from stationdesk.penalties.schemas import StationRef
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection


async def loss_page(
    session: AsyncSession,
    actor: Actor,
    *,
    status: str | None,
    case_id: UUID | None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> LossPage:
    """Losses, the newest first; who does not work with fines sees his own, and suggestions.

    Raises CursorInvalid, LimitInvalid.
    """
    place = read_cursor(cursor, tuple[UUID])
    connection = await raw_connection(session)
    rows = await repository.list_losses(
        connection,
        actor.firm_id,
        status=status,
        case_id=case_id,
        member_id=None if allows(actor, Permission.FINES_READ) else actor.member_id,
        before=None if place is None else place[0],
        limit=page_limit(limit) + 1,
    )
    shown = rows[:limit]
    return LossPage(
        items=await _outs(connection, actor, shown, now),
        next_cursor=write_cursor(shown[-1].id) if len(rows) > limit else None,
    )


async def loss_detail(session: AsyncSession, actor: Actor, loss_id: UUID, now: datetime) -> LossOut:
    """One loss. Raises LossUnknown."""
    connection = await raw_connection(session)
    row = await repository.get_loss(connection, actor.firm_id, loss_id)
    if row is None:
        raise LossUnknown("There is no such loss; reload the list.")
    [shown] = await _outs(connection, actor, [row], now)
    return shown


async def _outs(
    connection: Connection, actor: Actor, rows: Sequence[LossRow], now: datetime
) -> list[LossOut]:
    proofs = await repository.proofs_of(connection, actor.firm_id, [row.id for row in rows])
    figures = {}
    for carrier in {row.carrier for row in rows}:
        held = await policies.parameters_in_force(
            connection, actor.firm_id, PENALTIES, carrier, now
        )
        figures[carrier] = held.parameters
    return [
        _out(actor, row, [each for each in proofs if each.loss_id == row.id], figures[row.carrier])
        for row in rows
    ]


def _out(
    actor: Actor, row: LossRow, proofs: Sequence[ProofRow], figures: PenaltyParameters
) -> LossOut:
    is_own = row.entered_by_member_id is not None and row.entered_by_member_id == actor.member_id
    return LossOut(
        id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        case_kind=row.case_kind,
        station=StationRef(row.station_id, row.station_code, row.station_name, row.carrier),
        waybill=row.waybill,
        kind=row.kind,
        amount_fen=row.amount_fen,
        occurred_at=row.occurred_at,
        text=row.text,
        status=row.status,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        is_own=is_own,
        may_decide=allows(actor, Permission.FINES_DECIDE)
        and not is_own
        and is_within(actor.role, row.amount_fen, figures),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        fine_id=row.fine_id,
        proofs=[LossProofOut(each.attachment_id, each.name, each.sha256.hex()) for each in proofs],
    )
