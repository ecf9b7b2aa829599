"""Exemption notices 免考: entered with their proof, withdrawn visibly, never changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.clocks.reckoning import ReliefKind
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
from stationdesk.policies.errors import ExemptionInvalid, ExemptionUnknown
from stationdesk.policies.forms import all_forms
from stationdesk.policies.moments import check_carrier, check_moment, check_text
from stationdesk.policies.repository import exemptions
from stationdesk.policies.schemas import ExemptionOut, ExemptionPage, NewExemption
from stationdesk.policies.service.held import CASE, Connection
from stationdesk.policies.service.recomputations import request_recomputation
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

LENGTH_MAX = timedelta(days=92)
MINUTES_MAX = 60 * 24 * 92
TEXT_MAX = 2_000
STATIONS_MAX = 500


async def add_exemption(
    session: AsyncSession, actor: Actor, new: NewExemption, now: datetime
) -> ExemptionOut:
    """Enter a notice; the open clocks that it concerns are reckoned again.

    Raises ExemptionInvalid, naming the field.
    """
    _check(new)
    connection = await raw_connection(session)
    stations = await exemptions.stations_by_code(connection, actor.firm_id, new.stations)
    missing = [code for code in new.stations if code not in stations]
    if missing:
        raise ExemptionInvalid(
            f"There is no station {', '.join(missing[:5])}.",
            field="stations",
            zh=f"没有网点 {'、'.join(missing[:5])}，请核对代码。",
        )
    exemption_id = new_id()
    try:
        await exemptions.insert(
            connection, actor.firm_id, _columns(exemption_id, new, stations, actor, now)
        )
    except asyncpg.ForeignKeyViolationError as error:
        raise ExemptionInvalid(
            "There is no such attachment.", field="attachment_id", zh="没有这个附件，请重新上传。"
        ) from error
    row = await exemptions.by_id(connection, actor.firm_id, exemption_id)
    await _recompute(session, actor, row, f"免考：{new.title.strip()}", now)
    return await _out(connection, actor, row)


async def withdraw_exemption(
    session: AsyncSession, actor: Actor, exemption_id: UUID, reason: str, now: datetime
) -> ExemptionOut:
    """Take a notice back; clocks go back to what they would be without it."""
    if not reason.strip() or len(reason) > TEXT_MAX or "\0" in reason:
        raise ExemptionInvalid("Say why it is withdrawn.", field="reason", zh="请写明为什么撤回。")
    connection = await raw_connection(session)
    row = await exemptions.withdraw(
        connection, actor.firm_id, exemption_id, actor.name, reason.strip(), now
    )
    if row is None:
        raise ExemptionUnknown("There is no such exemption, or it was withdrawn already.")
    await _recompute(session, actor, row, f"撤回免考：{row['title']}", now)
    return await _out(connection, actor, row)


async def exemption_page(
    session: AsyncSession, actor: Actor, before: UUID | None, limit: int
) -> ExemptionPage:
    """Notices, the latest entered first."""
    connection = await raw_connection(session)
    rows = await exemptions.page(connection, actor.firm_id, before, limit)
    items = [await _out(connection, actor, row) for row in rows[:limit]]
    return ExemptionPage(items, str(items[-1].id) if len(rows) > limit else None)


def _check(new: NewExemption) -> None:
    for name, moment in (
        ("from_at", new.from_at), ("to_at", new.to_at), ("new_due_at", new.new_due_at),
    ):  # fmt: skip
        check_moment(ExemptionInvalid, name, moment)
    for name, text in (("title", new.title), ("proof", new.proof)):
        if not text.strip() or len(text) > TEXT_MAX or "\0" in text:
            raise ExemptionInvalid(
                f"An exemption needs a {name} of 1 to {TEXT_MAX} characters.",
                field=name,
                zh=f"免考要写{field_zh(name)}（1 到 {TEXT_MAX} 个字）。",
            )
    check_text(ExemptionInvalid, "area", new.area, TEXT_MAX)
    check_carrier(ExemptionInvalid, new.carrier)
    if not new.from_at < new.to_at <= new.from_at + LENGTH_MAX:
        raise ExemptionInvalid(
            f"It ends after it begins, at most {LENGTH_MAX.days} days later.",
            field="to_at",
            zh=f"结束时间要在开始之后，最长 {LENGTH_MAX.days} 天。",
        )
    if len(new.stations) > STATIONS_MAX or any("\0" in code for code in new.stations):
        raise ExemptionInvalid(
            f"At most {STATIONS_MAX} stations, by code.",
            field="stations",
            zh=f"一次最多选 {STATIONS_MAX} 个网点。",
        )
    _check_effect(new)
    _check_scope(new)


def _check_effect(new: NewExemption) -> None:
    if new.effect not in list(ReliefKind):
        known = ", ".join(ReliefKind)
        raise ExemptionInvalid(
            f"The effect is one of {known}.", field="effect", zh="请从列表里选免考的效果。"
        )
    if (new.effect == ReliefKind.ADD) != (new.added_minutes is not None):
        raise ExemptionInvalid(
            "added_minutes goes with the effect add, and only with it.",
            field="added_minutes",
            zh="只有“延长时限”要填延长分钟数，请对应填写。",
        )
    if new.added_minutes is not None and not 1 <= new.added_minutes <= MINUTES_MAX:
        raise ExemptionInvalid(
            f"1 to {MINUTES_MAX} minutes.",
            field="added_minutes",
            zh=f"延长分钟数要在 1 到 {MINUTES_MAX} 之间。",
        )
    if (new.effect == ReliefKind.UNTIL) != (new.new_due_at is not None):
        raise ExemptionInvalid(
            "new_due_at goes with the effect until, and only with it.",
            field="new_due_at",
            zh="只有“顺延到某时”要填新时限，请对应填写。",
        )
    if new.new_due_at is not None and not (
        new.from_at < new.new_due_at <= new.from_at + 2 * LENGTH_MAX
    ):
        raise ExemptionInvalid(
            "The new deadline lies after the beginning.",
            field="new_due_at",
            zh="新时限要晚于免考的开始时间。",
        )


def _check_scope(new: NewExemption) -> None:
    forms = {
        form.code.removeprefix(CASE): form for form in all_forms() if form.code.startswith(CASE)
    }
    unknown = sorted(set(new.kinds) - set(forms))
    if unknown:
        raise ExemptionInvalid(
            f"There is no kind {', '.join(unknown)}; known: {', '.join(forms)}.",
            field="kinds",
            zh=f"没有“{'、'.join(unknown)}”这种工作项，请从列表里选。",
        )
    clocks = {name for kind in (new.kinds or forms) for name in forms[kind].clocks}
    unknown = sorted(set(new.clock_names) - clocks)
    if unknown:
        raise ExemptionInvalid(
            f"There is no clock {', '.join(unknown)}; known: {', '.join(sorted(clocks))}.",
            field="clock_names",
            zh=f"没有“{'、'.join(unknown)}”这个时限，请从列表里选。",
        )


def _columns(
    exemption_id: UUID, new: NewExemption, stations: Any, actor: Actor, now: datetime
) -> dict[str, Any]:
    return {
        "id": exemption_id,
        "carrier": new.carrier,
        "area": new.area.strip(),
        "station_ids": [stations[code]["id"] for code in dict.fromkeys(new.stations)],
        "kinds": sorted(set(new.kinds)),
        "clock_names": sorted(set(new.clock_names)),
        "from_at": new.from_at,
        "to_at": new.to_at,
        "effect": new.effect,
        "added_minutes": new.added_minutes,
        "new_due_at": new.new_due_at,
        "title": new.title.strip(),
        "proof": new.proof.strip(),
        "attachment_id": new.attachment_id,
        "created_by_name": actor.name,
        "created_at": now,
    }


async def _recompute(
    session: AsyncSession, actor: Actor, row: Any, reason: str, now: datetime
) -> None:
    await request_recomputation(
        session, actor, cause="exemption", reason=reason, reference_id=row["id"],
        kinds=row["kinds"], carriers=[row["carrier"]] if row["carrier"] else [],
        station_ids=row["station_ids"], now=now,
    )  # fmt: skip


async def _out(connection: Connection, actor: Actor, row: Any) -> ExemptionOut:
    fields = dict(row.items())
    ids = fields.pop("station_ids")
    codes = await exemptions.codes_of_stations(connection, actor.firm_id, ids) if ids else {}
    return ExemptionOut(stations=sorted(codes.values()), **fields)
