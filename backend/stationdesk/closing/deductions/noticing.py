"""Notices of deduction: written, told, delivered, acknowledged; before anything is deducted.

工资支付暂行规定 第十六条 lets an employer deduct compensation as the contract says; the product
demands a written notice of reason and amount first (domain §6), and calls it 赔偿扣款, never 罚款.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.closing.checklist import service as checklist
from stationdesk.closing.deductions import notice_repository as repository
from stationdesk.closing.deductions.notice_repository import NewNotice, NoticeLine, NoticeRow
from stationdesk.closing.deductions.reckoning import AgentMonth, reckon
from stationdesk.closing.deductions.share_repository import PendingShare
from stationdesk.closing.errors import DeliveryInvalid, NoticeUnknown
from stationdesk.closing.schemas import NoticesMade
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.money import format_yuan
from stationdesk.foundation.zones import HOME
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.service.telling import tell
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection

TOPIC: Final = "deduction_notice"
NOTE_MAX: Final = 500


async def make_notices(
    session: AsyncSession,
    actor: Actor,
    period: date,
    now: datetime,
    member_id: UUID | None = None,
) -> NoticesMade:
    """Tell each agent (or one) the shares of which he has not been told, and why.

    Frozen shares wait for their dispute. Run again, it finds them told. Raises MonthClosed.
    """
    connection = await raw_connection(session)
    await checklist.check_open(connection, actor.firm_id, period)
    number = await repository.next_number(connection, actor.firm_id, period)
    wanted = [
        (agent, untold(agent))
        for agent in await reckon(connection, actor.firm_id, period)
        if agent.member_id is not None and member_id in (None, agent.member_id)
    ]
    wanted = [(agent, shares) for agent, shares in wanted if shares]
    notices, lines = [], []
    for at, (agent, shares) in enumerate(wanted, start=number):
        notice = _notice(agent, shares, f"KK-{period:%Y%m}-{at:04d}")
        notices.append(notice)
        lines += [_line(notice, share) for share in shares]
    await repository.add_notices(connection, actor.firm_id, period, notices, lines, actor.name, now)
    tellings = [
        _telling(each, len(shares), period)
        for each, (_, shares) in zip(notices, wanted, strict=True)
    ]
    await tell(session, actor, tellings, now)
    return NoticesMade(len(notices), len(lines))


def untold(agent: AgentMonth) -> list[PendingShare]:
    """The agent's shares of which no notice tells all."""
    return [
        each
        for each in agent.shares
        if each.told_fen < each.pending_fen
        and each.cause is not None
        and each.fine_id not in agent.frozen
    ]


async def receive(
    connection: Connection, actor: Actor, notice_id: UUID, now: datetime, *, acknowledged: bool
) -> None:
    """The agent has opened his notice, which delivers it; `acknowledged`: and confirms it.

    Raises NoticeUnknown for another's.
    """
    await the_notice(connection, actor, notice_id, lock=True, is_own=True)
    await repository.set_delivered(
        connection, actor.firm_id, notice_id, at=now, how="opened", by_name=actor.name, note=None
    )
    if acknowledged:
        await repository.set_acknowledged(connection, actor.firm_id, notice_id, now)


async def record_delivery(
    connection: Connection,
    actor: Actor,
    notice_id: UUID,
    delivered_on: date,
    note: str,
    now: datetime,
) -> None:
    """It was handed over on paper; `note` says to whom, or how. The first delivery counts.

    Raises NoticeUnknown, DeliveryInvalid.
    """
    notice = await the_notice(connection, actor, notice_id, lock=True)
    note = note.strip()
    if not 1 <= len(note) <= NOTE_MAX:
        raise DeliveryInvalid(
            f"Say how it was handed over, in at most {NOTE_MAX} characters.",
            field="note",
            zh=f"请写明怎么送达的（最多 {NOTE_MAX} 个字）。",
        )
    if not notice.made_at.astimezone(HOME).date() <= delivered_on <= now.astimezone(HOME).date():
        raise DeliveryInvalid(
            "It was delivered between the day on which it was written and today.",
            field="delivered_on",
            zh="送达日期要在通知开出之后、今天之前，请改日期。",
        )
    at = max(notice.made_at, datetime.combine(delivered_on, time(), HOME))
    await repository.set_delivered(
        connection, actor.firm_id, notice_id, at=at, how="paper", by_name=actor.name, note=note
    )


async def the_notice(
    connection: Connection,
    actor: Actor,
    notice_id: UUID,
    *,
    lock: bool = False,
    is_own: bool = False,
) -> NoticeRow:
    """A notice that the actor may see: his own, or any where he closes months.

    Raises NoticeUnknown.
    """
    found = await repository.notice(connection, actor.firm_id, notice_id, lock=lock)
    may_see = found is not None and (
        found.member_id == actor.member_id
        or (not is_own and allows(actor, Permission.MONTHS_CLOSE))
    )
    if found is None or not may_see:
        raise NoticeUnknown("There is no such notice here; reload the list.")
    return found


def _notice(agent: AgentMonth, shares: Sequence[PendingShare], number: str) -> NewNotice:
    assert agent.member_id is not None
    return NewNotice(
        id=new_id(),
        number=number,
        member_id=agent.member_id,
        agent_name=agent.name,
        amount_fen=sum(each.pending_fen for each in shares),
    )


def _line(notice: NewNotice, share: PendingShare) -> NoticeLine:
    assert share.cause is not None
    return NoticeLine(
        notice_id=notice.id,
        fine_id=share.fine_id,
        member_id=notice.member_id,
        cause=share.cause,
        amount_fen=share.pending_fen,
        fine_fen=share.fine_fen,
        station_name=share.station_name,
        waybill=share.waybill,
        fine_name=share.fine_name,
        occurred_at=share.occurred_at,
        rule_name=share.rule_name,
    )


def _telling(notice: NewNotice, fines: int, period: date) -> Telling:
    amount = format_yuan(notice.amount_fen)
    return Telling(
        topic=TOPIC,
        key=f"deduction:{notice.id}",
        roles=(),
        member_ids=(notice.member_id,),
        subject=Text(
            f"赔偿扣款通知 {notice.number}：¥{amount}",
            f"Notice of deduction {notice.number}: ¥{amount}",
        ),
        text=Text(
            f"{period:%Y-%m} 有 {fines} 笔分摊到您，共 ¥{amount}。原因和每笔金额请看“扣款通知”，"
            "看后请确认；不认可的，可以对该笔提出异议。实际扣多少以法定上限为限。",
            f"{fines} fine(s) of {period:%Y-%m} fall to you in part, ¥{amount} in all. Reasons and "
            "amounts are under “Deductions”; please confirm, or dispute what is wrong. What is "
            "deducted stays within the legal cap.",
        ),
    )
