"""Many fines appealed at once: each gets a case of its own, with its ground and evidence.

What the fine's cases have sealed is taken into the appeal by its kind. A row that cannot be
appealed (too late, open already, nothing points to it) leaves nothing behind.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.errors import StationdeskError
from stationdesk.penalties.bulk.errors import BulkOfFinesInvalid
from stationdesk.penalties.bulk.schemas import BulkOut
from stationdesk.penalties.bulk.selection import check_note, keep, select
from stationdesk.penalties.repository import listing
from stationdesk.penalties.repository.listing import Mark
from stationdesk.penalties.service.appeals import open_appeal
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

GROUNDS: Final = (
    "in_time", "not_ours", "duplicate", "exempt", "wrong_amount", "customer_fault", "other"
)  # fmt: skip


async def appeal_all(
    session: AsyncSession,
    actor: Actor,
    fine_ids: Sequence[UUID],
    *,
    ground: str | None,
    reason: str,
    now: datetime,
) -> BulkOut:
    """Open an appeal for each fine; without `ground` by what points it out. Raises
    BulkOfFinesInvalid."""
    if ground is not None and ground not in GROUNDS:
        raise BulkOfFinesInvalid(
            f"There is no ground {ground!r}; known: {', '.join(GROUNDS)}.", field="ground",
            zh="没有这种申诉理由。",
        )  # fmt: skip
    reason = check_note(reason, "reason")
    if ground is not None and not reason:
        raise BulkOfFinesInvalid(
            "Say why they are not accepted.", field="reason", zh="请写明为什么不认。"
        )
    connection = await raw_connection(session)
    selection = await select(connection, actor.firm_id, fine_ids)
    marks = await listing.marks_of(connection, actor.firm_id, list(selection.fines))
    for fine in selection.left():
        mark = marks.get(fine.id)
        if ground is None and mark is None:
            selection.refused(fine.id, "not_pointed_out")
            continue
        its_ground, its_reason = (ground, reason) if ground else _pointed(mark, reason)
        try:
            async with session.begin_nested():
                case = await open_appeal(
                    session, actor, fine.id, ground=its_ground, reason=its_reason, now=now
                )
        except StationdeskError as error:
            selection.refused(fine.id, error.code, error)
        else:
            selection.done(fine.id, "appealed", case.id)
    return await keep(connection, actor, "appeal", reason, selection, now)


def _pointed(mark: Mark | None, reason: str) -> tuple[str, str]:
    """Ground and reason of a fine that is pointed out, with what the person adds."""
    assert mark is not None
    told = []
    if mark.first_id is not None:
        told.append(f"与账单 {mark.first_bill_no} 第 {mark.first_line_no} 行重复扣款")
    if mark.exempted_by is not None:
        told.append(f"在免考通知《{mark.exempted_by}》范围内")
    ground = "duplicate" if mark.first_id is not None else "exempt"
    return ground, "；".join([*told, *([reason] if reason else [])])
