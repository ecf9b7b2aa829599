"""Losses: suggested by a missed window, entered with evidence, approved by somebody else.

An approved loss becomes a fine of origin `loss`: taken in, and decided as fines are.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import CaseContext, load
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.ids import new_id
from stationdesk.penalties import booking
from stationdesk.penalties.approvals.limits import demand_limit
from stationdesk.penalties.bills.categories import FineCategory
from stationdesk.penalties.causes.evidence import evidence_of_fine, proposal_json
from stationdesk.penalties.causes.policy import PENALTIES
from stationdesk.penalties.losses import repository
from stationdesk.penalties.losses.errors import LossDecided, LossInvalid, LossOwn, LossUnknown
from stationdesk.penalties.losses.kinds import CODES, NAMES, LossKind
from stationdesk.penalties.losses.repository import LossRow
from stationdesk.penalties.losses.schemas import NewLoss
from stationdesk.penalties.repository import fines
from stationdesk.penalties.repository.fines import Connection, NewFine
from stationdesk.penalties.splits.rules import FEN_MAX
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

TEXT_MAX: Final = 2000
PROOFS_MAX: Final = 50
CLOCK_SKEW: Final = timedelta(minutes=5)


async def suggest(
    session: AsyncSession,
    actor: Actor,
    record: CaseRecord,
    *,
    amount_fen: int,
    text: str,
    now: datetime,
) -> None:
    """An arbitration's filing window was missed: what is lost by it waits to be entered."""
    if amount_fen <= 0:
        return
    connection = await raw_connection(session)
    await repository.insert_loss(
        connection, actor.firm_id, id=new_id(), case_id=record.id, station_id=record.station_id,
        waybill=record.waybill, kind=LossKind.WINDOW_MISSED, amount_fen=amount_fen,
        occurred_at=now, text=text[:TEXT_MAX], status="suggested", entered_by=actor.name,
        entered_at=now,
    )  # fmt: skip


async def enter(
    session: AsyncSession, actor: Actor, case_id: UUID, wanted: NewLoss, now: datetime
) -> UUID:
    """Enter a loss with its evidence; a suggestion of the case is what it completes.

    Raises CaseNotFound, LossInvalid, LossDecided.
    """
    context = await load(session, actor, case_id)
    files = _checked(context, wanted, now)
    connection = await raw_connection(session)
    fields = {
        "amount_fen": wanted.amount_fen, "occurred_at": wanted.occurred_at,
        "text": wanted.text.strip(), "status": "entered", "entered_by_member_id": actor.member_id,
        "entered_by": actor.name, "entered_at": now,
    }  # fmt: skip
    record = context.record
    open_one = None
    if wanted.kind == LossKind.WINDOW_MISSED:
        open_one = await repository.suggested(connection, actor.firm_id, record.id)
    loss_id = new_id() if open_one is None else open_one.id
    if open_one is not None:
        await repository.update_loss(connection, actor.firm_id, loss_id, **fields)
    elif not await repository.insert_loss(
        connection, actor.firm_id, id=loss_id, case_id=record.id, station_id=record.station_id,
        waybill=record.waybill, kind=wanted.kind, **fields,
    ):  # fmt: skip
        raise LossDecided(f"What {record.number} lost by its missed window was entered before.")
    await repository.add_proofs(connection, actor.firm_id, loss_id, record.station_id, files)
    return loss_id


async def approve(session: AsyncSession, actor: Actor, loss_id: UUID, now: datetime) -> UUID:
    """The loss becomes a fine, and is taken in; who bears it is decided like any other.

    Raises LossUnknown, LossDecided, LossOwn, OverLimit. Returns the fine's id.
    """
    connection = await raw_connection(session)
    loss = await _locked(connection, actor.firm_id, loss_id, "entered")
    if loss.entered_by_member_id == actor.member_id:
        raise LossOwn("You have entered it yourself: ask somebody else to approve it.")
    held = await policies.parameters_in_force(
        connection, actor.firm_id, PENALTIES, loss.carrier, now
    )
    demand_limit(actor.role, loss.amount_fen, held)
    fine_id = await _become_fine(session, actor, connection, loss, now)
    await repository.update_loss(
        connection, actor.firm_id, loss.id, status="approved", fine_id=fine_id,
        decided_by_member_id=actor.member_id, decided_by=actor.name, decided_at=now,
    )  # fmt: skip
    return fine_id


async def refuse(
    session: AsyncSession, actor: Actor, loss_id: UUID, reason: str, now: datetime
) -> None:
    """It is no loss, or is not proven. Raises LossUnknown, LossDecided, LossInvalid."""
    connection = await raw_connection(session)
    loss = await _locked(connection, actor.firm_id, loss_id, "suggested", "entered")
    if not reason.strip():
        raise LossInvalid(
            "Say why, so that whoever entered it can mend it.",
            field="reason",
            zh="请写明理由，好让登记的人改正。",
        )
    await repository.update_loss(
        connection, actor.firm_id, loss.id, status="refused", reason=reason.strip()[:TEXT_MAX],
        decided_by_member_id=actor.member_id, decided_by=actor.name, decided_at=now,
    )  # fmt: skip


async def withdraw(session: AsyncSession, actor: Actor, loss_id: UUID, now: datetime) -> None:
    """Whoever entered it takes it back. Raises LossUnknown, LossDecided, LossOwn."""
    connection = await raw_connection(session)
    loss = await _locked(connection, actor.firm_id, loss_id, "entered")
    if loss.entered_by_member_id != actor.member_id:
        raise LossOwn(f"{loss.entered_by} has entered it, and takes it back; or refuse it.")
    await repository.update_loss(
        connection, actor.firm_id, loss.id, status="withdrawn",
        decided_by_member_id=actor.member_id, decided_by=actor.name, decided_at=now,
    )  # fmt: skip


def _checked(context: CaseContext, wanted: NewLoss, now: datetime) -> list[tuple[UUID, str, bytes]]:
    if wanted.kind not in list(LossKind):
        raise LossInvalid(
            f"A loss is one of {', '.join(LossKind)}.", field="kind",
            zh="损失只有三种：逾期未报、私了、货物。",
        )  # fmt: skip
    if not 0 < wanted.amount_fen <= FEN_MAX:
        raise LossInvalid(
            "The amount lies above 0 and up to ¥100,000,000.", field="amount_fen",
            zh="金额要大于 0，不超过 1 亿元。",
        )  # fmt: skip
    if wanted.occurred_at.tzinfo is None or wanted.occurred_at > now + CLOCK_SKEW:
        raise LossInvalid(
            "When it happened is a time with an offset, not in the future.",
            field="occurred_at",
            zh="发生时间要带时区，不能在将来。",
        )
    if not 0 < len(wanted.text.strip()) <= TEXT_MAX:
        raise LossInvalid(
            f"Say what was lost, in {TEXT_MAX} characters.", field="text",
            zh=f"请说明怎么回事，{TEXT_MAX} 字以内。",
        )  # fmt: skip
    ids = set(wanted.attachment_ids)
    if not 0 < len(ids) <= PROOFS_MAX:
        raise LossInvalid(
            f"A loss needs 1 to {PROOFS_MAX} files that prove it; upload them to "
            f"{context.record.number} first.",
            field="attachment_ids",
            zh=f"损失要有 1 到 {PROOFS_MAX} 件证据，请先上传到工作项。",
        )
    files = [each for each in context.attachments if each.id in ids]
    if len(files) != len(ids):
        raise LossInvalid(
            f"One of the files is not of {context.record.number}.",
            field="attachment_ids",
            zh=f"有一件证据不属于工作项 {context.record.number}。",
        )
    return [(each.id, each.name, each.sha256) for each in files]


async def _become_fine(
    session: AsyncSession, actor: Actor, connection: Connection, loss: LossRow, now: datetime
) -> UUID:
    kind = LossKind(loss.kind)
    new = NewFine(
        id=new_id(),
        station_id=loss.station_id,
        carrier=loss.carrier,
        bill_no=f"LOSS-{loss.occurred_at:%Y%m}",
        line_no=loss.id.hex[-12:],
        row_number=0,
        waybill=loss.waybill,
        code=CODES[kind],
        name=NAMES[kind],
        amount_fen=loss.amount_fen,
        occurred_at=loss.occurred_at,
        notified_at=loss.entered_at,
        appeal_due_at=None,
        note=loss.text,
        content_hash=hashlib.sha256(loss.id.bytes).digest(),
        case_id=loss.case_id,
        proposal=None,
        proposed_cause=None,
        category=await _category(session, actor, loss),
    )
    await fines.insert_fines(connection, actor.firm_id, None, [new], now)
    fine = await fines.get_fine(connection, actor.firm_id, new.id, lock=True)
    assert fine is not None
    await booking.take_in(connection, actor.firm_id, fine, fine.amount_fen, now)
    found = await evidence_of_fine(session, actor, fine, now)
    await fines.set_proposal(
        connection, actor.firm_id, fine.id, proposal_json(found.proposal), loss.case_id
    )
    return new.id


async def _category(session: AsyncSession, actor: Actor, loss: LossRow) -> str:
    """An arbitration's ground is what the loss is about."""
    context = await load(session, actor, loss.case_id)
    ground = msgspec.json.decode(context.record.details).get("ground", "")
    return str(FineCategory(ground) if ground in list(FineCategory) else FineCategory.OTHER)


async def _locked(connection: Connection, firm_id: UUID, loss_id: UUID, *statuses: str) -> LossRow:
    loss = await repository.get_loss(connection, firm_id, loss_id, lock=True)
    if loss is None:
        raise LossUnknown("There is no such loss; reload the list.")
    if loss.status not in statuses:
        told = {
            "suggested": "Nobody has entered it yet: enter it with its evidence first.",
            "entered": "It waits for approval.",
        }.get(loss.status, f"{loss.decided_by} has decided it: {loss.status}.")
        raise LossDecided(told, status=loss.status)
    return loss
