"""An agent's own fines: what he bears, whose minutes it was, by which rule.

The sessions see the firm (`disputes.matters.in_own_matters`), because a fine stays his when its
station is not; every query names him.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.ledger import service as ledger
from stationdesk.penalties.causes.evidence import evidence_of_fine
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes import repository as disputes
from stationdesk.penalties.disputes.reading import disputes_out
from stationdesk.penalties.errors import FineUnknown
from stationdesk.penalties.own import repository
from stationdesk.penalties.own.repository import OwnRow
from stationdesk.penalties.own.schemas import OwnFine, OwnFineDetail, OwnFinePage
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.fines import FineRow
from stationdesk.penalties.schemas import CustodyOut, RuleRef
from stationdesk.penalties.service.reading import clock_out, custody_out
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_name
from stationdesk.tenancy.session import raw_connection


async def own_page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int, now: datetime
) -> OwnFinePage:
    """The caller's fines, the last decided first. Raises CursorInvalid, LimitInvalid."""
    limit = page_limit(limit)
    before = read_cursor(cursor, tuple[UUID])
    if actor.member_id is None:
        return OwnFinePage([], None, 0)
    connection = await raw_connection(session)
    rows = await repository.page(
        connection, actor.firm_id, actor.member_id, before[0] if before else None, limit + 1
    )
    shown = rows[:limit]
    period = await ledger.open_period(connection, actor.firm_id, now)
    return OwnFinePage(
        items=[OwnFine(**_fields(row)) for row in shown],
        next_cursor=write_cursor(shown[-1].id) if len(rows) > limit else None,
        month_fen=await decisions.agent_month_fen(
            connection, actor.firm_id, actor.member_id, period
        ),
    )


async def own_detail(
    session: AsyncSession, actor: Actor, fine_id: UUID, now: datetime
) -> OwnFineDetail:
    """One of the caller's fines with all that explains it. Raises FineUnknown."""
    connection = await raw_connection(session)
    row = None
    if actor.member_id is not None:
        row = await repository.find(connection, actor.firm_id, actor.member_id, fine_id)
    fine = await fines.get_fine(connection, actor.firm_id, fine_id)
    if row is None or fine is None:
        raise FineUnknown("There is no such fine of yours; reload the list.")
    found = await evidence_of_fine(session, actor, fine, now)
    custody = custody_out(found, actor, is_owner=False)
    names = _names_of_others(custody)
    rule = None if row.rule is None else json.loads(row.rule)
    mine = await disputes.of_fine(connection, actor.firm_id, fine_id, actor.member_id)
    return OwnFineDetail(
        **_fields(row),
        code=row.code,
        bill_note=row.bill_note,
        decided_by=row.decided_by,
        approved_by=row.approved_by,
        note=row.note,
        ended_at=row.ended_at,
        end_note=row.end_note,
        rule=rule and RuleRef(rule["name"], rule["version"]),
        shares=_by_party(row.shares),
        steps=_by_party(row.steps),
        clock=clock_out(found),
        custody=[_masked(each) for each in custody],
        reasons=_reasons(fine, row, names),
        disputes=await disputes_out(connection, actor, mine, now),
        may_dispute=_may_dispute(row, now),
    )


def _may_dispute(row: OwnRow, now: datetime) -> bool:
    is_in_time = row.dispute_until is not None and now <= row.dispute_until
    return row.ended_at is None and row.dispute_state is None and is_in_time


def _fields(row: OwnRow) -> dict[str, Any]:
    return {
        "id": row.fine_id,
        "name": row.name,
        "station_name": row.station_name,
        "carrier": row.carrier,
        "waybill": row.waybill or None,
        "amount_fen": row.amount_fen,
        "share_fen": row.share_fen,
        "cause": Cause(row.cause),
        "occurred_at": row.occurred_at,
        "decided_at": row.decided_at,
        "is_standing": row.ended_at is None,
        "dispute_until": row.dispute_until,
        "dispute_state": row.dispute_state,
    }


def _by_party(text: str) -> list[dict[str, Any]]:
    """Without the accounts: they carry e-mails and are the firm's."""
    found: list[dict[str, Any]] = json.loads(text)
    return [{**each, "account": each["party"]} for each in found]


def _masked(each: CustodyOut) -> CustodyOut:
    """Colleagues by their surnames; whose ids they have is not his to know."""
    holder = each.holder
    if holder.is_me:
        return each
    name = mask_name(holder.name) if holder.kind == "agent" and holder.name else holder.name
    hidden = msgspec.structs.replace(holder, name=name, member_id=None)
    return msgspec.structs.replace(each, holder=hidden)


def _names_of_others(custody: list[CustodyOut]) -> list[str]:
    return sorted(
        {
            each.holder.name
            for each in custody
            if each.holder.kind == "agent" and not each.holder.is_me and each.holder.name
        },
        key=len,
        reverse=True,
    )


def _reasons(fine: FineRow, row: OwnRow, names: list[str]) -> list[dict[str, Any]]:
    """The proposal's, where it was followed; they name who held the case."""
    stored = None if fine.proposal is None else json.loads(fine.proposal)
    if stored is None or stored["cause"] != row.cause:
        return []
    return [
        {
            "code": each["code"],
            "text_zh": _without(each["text_zh"], names),
            "text_en": _without(each["text_en"], names),
        }
        for each in stored["reasons"]
    ]


def _without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, mask_name(name))
    return text
