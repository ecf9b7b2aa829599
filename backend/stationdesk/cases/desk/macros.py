"""Macros: texts and steps that a person takes every day, kept once and taken with one key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import Connection
from stationdesk.cases.core.events import apply_event, stale
from stationdesk.cases.core.notes import NOTE_MAX, add_note
from stationdesk.cases.core.queue import snooze
from stationdesk.cases.core.writing import WAIVER_EVENT
from stationdesk.cases.desk import repository as desk
from stationdesk.cases.desk import undo_repository as undo
from stationdesk.cases.desk.bulk import BulkOrder, RowDeed
from stationdesk.cases.desk.macro_texts import FIELDS, fill, missing_fields, unknown_fields
from stationdesk.cases.desk.schemas import (
    EventChoice,
    FieldOut,
    MacroIn,
    MacroOut,
    MacroPage,
    MacroPreview,
    MacroStep,
    StepPreview,
)
from stationdesk.cases.desk.story import event_label
from stationdesk.cases.errors import (
    CaseNotFound,
    EventDataInvalid,
    MacroFieldMissing,
    MacroInvalid,
    MacroUnknown,
    StaleCase,
)
from stationdesk.cases.forms import form_schema
from stationdesk.cases.kinds import CaseKind, all_kinds, kind_of
from stationdesk.cases.repository import records
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.errors import Conflict, StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME_NAME
from stationdesk.stations.carriers import CARRIERS
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_name
from stationdesk.tenancy.permissions import Permission, demand
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.definition import Capacity

TITLE_MAX: Final = 40
STEPS_MAX: Final = 8
SNOOZE_MINUTES_MAX: Final = 24 * 60
SYSTEM_ONLY: Final = frozenset({Capacity.SYSTEM})
_STEPS = msgspec.json.Decoder(list[MacroStep])


async def macro_page(session: AsyncSession, actor: Actor) -> MacroPage:
    """The firm's and one's own macros in their order, and the fields that texts may have."""
    connection = await raw_connection(session)
    rows = await desk.macros(connection, actor.firm_id, actor.member_id)
    fields = [FieldOut(name, english) for name, english in FIELDS.items()]
    events = [each for kind in all_kinds() for each in _choices(kind)]
    return MacroPage([macro_out(actor, row) for row in rows], fields, events, None)


def _choices(kind: CaseKind) -> list[EventChoice]:
    """The events that a person may raise in this kind, once each, in the order of definition."""
    directions: dict[str, list[str]] = {}
    models: dict[str, Any] = {}
    for direction, workflow in kind.workflows.items():
        for transition in workflow.transitions:
            if transition.event == WAIVER_EVENT or transition.by == SYSTEM_ONLY:
                continue
            models.setdefault(transition.event, transition.data)
            known = directions.setdefault(transition.event, [])
            if direction not in known:
                known.append(direction)
    return [
        EventChoice(
            kind.code, event, kind.messages.events[event].zh, kind.messages.events[event].en,
            directions[event], form_schema(kind, model),
        )
        for event, model in models.items()
    ]  # fmt: skip


async def save_macro(
    session: AsyncSession, actor: Actor, given: MacroIn, now: datetime,
    macro_id: UUID | None = None, version: int | None = None,
) -> MacroOut:  # fmt: skip
    """Keep a macro, new or changed. Raises MacroInvalid, MacroUnknown, Conflict, Forbidden."""
    _check(given)
    connection = await raw_connection(session)
    if given.is_shared:
        demand(actor, Permission.CASES_SUPERVISE)
    owner = None if given.is_shared else actor.member_id
    if owner is None and not given.is_shared:
        raise MacroInvalid(
            "A service has no macros of its own; share it with the firm.",
            zh="接口账号没有自己的话术，请设为全公司共用。",
        )
    columns: dict[str, Any] = {
        "member_id": owner, "title": given.title.strip(), "text": given.text,
        "kind": given.kind, "direction": given.direction, "carrier": given.carrier,
        "steps": msgspec.json.encode(given.steps).decode(),
        "updated_by_name": actor.name, "updated_at": now,
    }  # fmt: skip
    if given.position is not None:
        columns["position"] = given.position
    if macro_id is None:
        macro_id = new_id()
        columns |= {"firm_id": actor.firm_id, "id": macro_id}
        columns.setdefault(
            "position", await desk.next_position(connection, "macros", actor.firm_id, owner)
        )
        await desk.insert(connection, "macros", columns)
    else:
        row = await _own(connection, actor, macro_id)
        if row["version"] != version:
            raise Conflict(
                f"{row['updated_by_name']} has changed the macro meanwhile; read it again.",
                zh=f"{row['updated_by_name']}刚改过这条话术，请重新打开。",
            )
        columns["version"] = row["version"] + 1
        await desk.update(connection, "macros", actor.firm_id, macro_id, columns)
    saved = await desk.macro(connection, actor.firm_id, actor.member_id, macro_id)
    assert saved is not None
    return macro_out(actor, saved)


async def delete_macro(session: AsyncSession, actor: Actor, macro_id: UUID) -> None:
    """Forget a macro. Raises MacroUnknown, Forbidden."""
    connection = await raw_connection(session)
    await _own(connection, actor, macro_id)
    await desk.delete(connection, "macros", actor.firm_id, macro_id)


async def preview(
    session: AsyncSession, actor: Actor, case_id: UUID, macro_id: UUID, now: datetime
) -> MacroPreview:
    """The macro with this case's facts filled in; nothing is done."""
    connection = await raw_connection(session)
    record = await records.find(connection, actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    found = await the_macro(connection, actor, macro_id)
    values = await field_values(connection, actor, record, now)
    steps = []
    for step in found.steps:
        label = event_label(record.kind, step.event or {"note": "noted"}.get(step.do, "snoozed"))
        text = fill(step.text or step.reason, values)
        steps.append(StepPreview(step.do, label.zh, label.en, text, fill(step.data, values)))
    missing = missing_fields([found.text, msgspec.to_builtins(found.steps)], values)
    return MacroPreview(fill(found.text, values), steps, missing)


async def run_macro(
    session: AsyncSession, actor: Actor, case_id: UUID, macro_id: UUID, version: int | None,
    now: datetime, idempotency_key: str | None = None,
) -> int:  # fmt: skip
    """Take the macro's steps on a case, all or none; its new version.

    The version is checked once, before the first. A refusal is the step's own, and names it.
    """
    connection = await raw_connection(session)
    if idempotency_key is not None:
        known = await records.by_idempotency_key(connection, actor.firm_id, idempotency_key)
        if known == case_id:
            done = await records.find(connection, actor.firm_id, case_id)
            return done.version if done else 0
    found = await the_macro(connection, actor, macro_id)
    if not found.steps:
        raise MacroInvalid(
            "This macro is a text without steps; insert it into an answer.",
            zh="这条话术没有步骤，请插入到答复里。",
        )
    record = await records.get_for_update(connection, actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    if version is not None and version != record.version:
        raise await stale(connection, actor, record, version)
    values = await field_values(connection, actor, record, now)
    missing = missing_fields(msgspec.to_builtins(found.steps), values)
    if missing:
        raise MacroFieldMissing(
            f"The case does not know yet: {', '.join(missing)}.", missing=missing,
            zh=f"这件还没有：{'、'.join(missing)}",
        )  # fmt: skip
    first: undo.Kept | None = None
    for number, step in enumerate(found.steps, start=1):
        key = idempotency_key if number == 1 else None
        try:
            await _take(session, actor, case_id, step, values, now, key)
        except StationdeskError as error:
            raise _named(error, number, step) from error
        if step.do == "event" and first is None and actor.member_id is not None:
            first = await undo.kept(connection, actor.firm_id, case_id)
    after = await records.find(connection, actor.firm_id, case_id)
    assert after is not None
    if first is not None and first.version == record.version + 1:
        await undo.stretch(connection, actor.firm_id, case_id, first, after.version)
    return after.version


async def the_macro(connection: Connection, actor: Actor, macro_id: UUID) -> MacroOut:
    """A macro that the actor may use. Raises MacroUnknown."""
    row = await desk.macro(connection, actor.firm_id, actor.member_id, macro_id)
    if row is None:
        raise MacroUnknown("There is no such macro; reload the list.")
    return macro_out(actor, row)


async def field_values(
    connection: Connection, actor: Actor, record: CaseRecord, now: datetime
) -> dict[str, str]:
    """What the fields mean on this case; what it does not know is empty."""
    known = await desk.words_of_case(connection, record.firm_id, record.id)
    assert known is not None
    zone = ZoneInfo(known["timezone"] or HOME_NAME)
    details = msgspec.json.decode(record.details)
    courier = record.holder_name if record.holder_kind == "courier" else known["courier"]
    return {
        "waybill": record.waybill,
        "waybill_tail": record.waybill[-4:],
        "station": record.station_name,
        "carrier": CARRIERS.get(record.carrier, record.carrier),
        "courier": courier or str(details.get("courier") or ""),
        "promised_at": _moment(known["promised_at"], zone, now),
        "number": record.number,
        "order_no": record.order_no or "",
        "due_at": _moment(record.due_at, zone, now),
        "recipient": mask_name(known["recipient"] or ""),
        "agent": actor.name,
        "today": f"{now.astimezone(zone):%m月%d日}",
    }


def macro_out(actor: Actor, row: Any) -> MacroOut:
    """A row as people see it."""
    fields = dict(row.items())
    owner = fields.pop("member_id")
    return MacroOut(
        **fields | {"steps": _STEPS.decode(fields["steps"])},
        is_shared=owner is None,
        is_mine=owner is not None and owner == actor.member_id,
    )


def _moment(at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    if at is None:
        return ""
    local = at.astimezone(zone)
    is_today = local.date() == now.astimezone(zone).date()
    return f"今天 {local:%H:%M}" if is_today else f"{local:%m月%d日 %H:%M}"


async def _take(
    session: AsyncSession, actor: Actor, case_id: UUID, step: MacroStep, values: dict[str, str],
    now: datetime, idempotency_key: str | None,
) -> None:  # fmt: skip
    if step.do == "event":
        data = fill(step.data, values)
        await apply_event(session, actor, case_id, step.event, data, None, now, idempotency_key)
    elif step.do == "note":
        await add_note(session, actor, case_id, fill(step.text, values), now, idempotency_key)
    else:
        until = now + timedelta(minutes=step.minutes)
        await snooze(session, actor, case_id, until, fill(step.reason, values), now)


def _named(error: StationdeskError, number: int, step: MacroStep) -> StationdeskError:
    """The same refusal, saying which step it was."""
    if isinstance(error, StaleCase):
        return error
    what = step.event or step.do
    told = str(error.members.get("zh") or "")
    members = error.members | {"step": number, "event": what}
    if told:
        members["zh"] = f"第 {number} 步：{told}"
    return type(error)(f"Step {number} ({what}): {error.detail}", **members)


async def _own(connection: Connection, actor: Actor, macro_id: UUID) -> Any:
    row = await desk.macro(connection, actor.firm_id, actor.member_id, macro_id)
    if row is None:
        raise MacroUnknown("There is no such macro; reload the list.")
    if row["member_id"] is None:
        demand(actor, Permission.CASES_SUPERVISE)
    return row


def _check(given: MacroIn) -> None:
    """Everything that would only fail at the desk. Raises MacroInvalid, UnknownKind."""
    title = given.title.strip()
    if not 1 <= len(title) <= TITLE_MAX:
        raise MacroInvalid(f"A title has 1 to {TITLE_MAX} characters.", field="title",
                           zh=f"名称 1 到 {TITLE_MAX} 个字。")  # fmt: skip
    if len(given.text) > NOTE_MAX or len(given.steps) > STEPS_MAX:
        raise MacroInvalid(f"At most {NOTE_MAX} characters and {STEPS_MAX} steps.", field="text",
                           zh=f"正文最多 {NOTE_MAX} 字，步骤最多 {STEPS_MAX} 步。")  # fmt: skip
    if not given.text.strip() and not given.steps:
        raise MacroInvalid("A macro needs a text or a step.", field="text",
                           zh="请写正文，或加一个步骤。")  # fmt: skip
    if given.position is not None and not 0 <= given.position <= 10_000:
        raise MacroInvalid(
            "position lies between 0 and 10000.", field="position", zh="排序要在 0 到 10000 之间。"
        )
    unknown = unknown_fields([given.text, msgspec.to_builtins(given.steps)])
    if unknown:
        named = "、".join(f"{{{name}}}" for name in unknown)
        raise MacroInvalid(
            f"There is no field {named}; known: {', '.join(FIELDS)}.", field="text",
            unknown=unknown, known=list(FIELDS), zh=f"没有这样的字段：{named}",
        )  # fmt: skip
    if given.direction not in (None, "inbound", "outbound"):
        raise MacroInvalid(
            "direction is inbound or outbound.", field="direction", zh="方向只能是进港或出港。"
        )
    kinds = [kind_of(given.kind)] if given.kind else list(all_kinds())
    events = {
        transition.event
        for kind in kinds
        for direction, workflow in kind.workflows.items()
        if given.direction in (None, direction)
        for transition in workflow.transitions
    }
    for number, step in enumerate(given.steps, start=1):
        _check_step(number, step, events)


def _check_step(number: int, step: MacroStep, events: set[str]) -> None:
    if step.do == "event" and step.event not in events:
        raise MacroInvalid(
            f"Step {number}: no such event {step.event[:40]!r} in this kind.", step=number,
            known=sorted(events), zh=f"第 {number} 步：这类工作项没有这个动作",
        )  # fmt: skip
    if step.do == "note" and not 1 <= len(step.text.strip()) <= NOTE_MAX:
        raise MacroInvalid(
            f"Step {number}: the note is empty or too long.", step=number,
            zh=f"第 {number} 步：请写备注内容",
        )  # fmt: skip
    if step.do == "snooze" and not (
        1 <= step.minutes <= SNOOZE_MINUTES_MAX and step.reason.strip()
    ):
        raise MacroInvalid(
            f"Step {number}: say how many minutes and why.", step=number,
            zh=f"第 {number} 步：请写多少分钟后回来，以及理由",
        )  # fmt: skip


def bulk_deed(actor: Actor, order: BulkOrder, now: datetime) -> RowDeed:
    """Take the same macro on each case. Raises EventDataInvalid."""
    try:
        macro_id = UUID(str(order.data.get("macro_id")))
    except ValueError as error:
        raise EventDataInvalid(
            "data needs `macro_id`.", reason="invalid_data", zh="请选择要用的话术。"
        ) from error

    async def deed(
        session: AsyncSession, case_id: UUID, version: int | None, key: str | None
    ) -> int:
        return await run_macro(session, actor, case_id, macro_id, version, now, key)

    return deed
