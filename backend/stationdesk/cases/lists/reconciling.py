"""The firm's open list beside headquarters' exported one, once a day (domain §3).

HQ's clock stops at the answer in HQ's system, not at our button: so what HQ lists and we have not,
what we hold open and HQ does not list, and what we have answered and HQ still lists, are named, and
each is settled by somebody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.opening import open_case
from stationdesk.cases.errors import AlreadyOpen, DetailsInvalid
from stationdesk.cases.lists import repository
from stationdesk.cases.lists.fields import fields_of, kind_and_direction
from stationdesk.cases.lists.importing import ReadList, read_list
from stationdesk.cases.lists.reading import ListedCase
from stationdesk.cases.lists.repository import OurCase
from stationdesk.cases.repository import records, timeline
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import Conflict, Invalid, NotFound, StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME
from stationdesk.imports import batches
from stationdesk.imports.batches import Counts
from stationdesk.imports.fields import Field
from stationdesk.imports.lists import ListKind, register
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.moments import read_local_moment
from stationdesk.imports.service import stored_file, waiting_batch
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission
from stationdesk.tenancy.session import raw_connection, tenant_session

KIND: Final = "open_list"
RESULTS: Final = ("only_hq", "only_ours", "answered_here", "due_differs")
SAME_DUE: Final = timedelta(minutes=1)
LAST = UUID(int=2**128 - 1)
FIRST = UUID(int=0)


class NotSettleable(Conflict):
    """It is settled already, or not of the kind that can be settled so."""

    code = "not_settleable"
    title = "There is nothing to settle"


class ReconciliationUnknown(NotFound):
    code = "reconciliation_unknown"
    title = "There is no such reconciliation"


class ListScopeMissing(Invalid):
    """Without a carrier nobody knows whose cases the list should hold."""

    code = "list_scope_missing"
    title = "Say whose list it is"


def _fields(options: Mapping[str, Any]) -> Sequence[Field]:
    if not options.get("carrier"):
        raise ListScopeMissing(
            "Say of which carrier the open list is (carrier).",
            zh="请选择这份清单是哪家快递公司的。",
        )
    _listed_at(options, datetime.now(UTC))
    # A line need only say which piece of work it is; what opens it may be filled in by hand.
    return [
        msgspec.structs.replace(each, is_required=each.code == "station")
        for each in fields_of(options)
    ]


register(ListKind(KIND, "reconcile_list", Permission.SCANS_IMPORT, _fields))


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the two lists do not say alike: a line of HQ's, a case of ours, or both."""

    result: str
    listed: ListedCase | None
    ours: OurCase | None


def compare(
    listed: Sequence[ListedCase], ours: Sequence[OurCase], listed_at: datetime
) -> tuple[int, list[Difference]]:
    """How many agree, and what does not. Pure.

    A line is ours by HQ's number, else by waybill (an open case before an ended one). What came to
    us after the list was exported cannot be missed on it.
    """
    by_order = {each.order_no: each for each in _open_last(ours) if each.order_no}
    by_waybill = {each.waybill: each for each in _open_last(ours)}
    found: set[UUID] = set()
    matched = 0
    differences = []
    for line in listed:
        own = by_order.get(line.order_no) if line.order_no else None
        own = own or (by_waybill.get(line.waybill) if line.waybill else None)
        if own is not None:
            found.add(own.id)
        result = _result(line, own)
        if result is None:
            matched += 1
        else:
            differences.append(Difference(result, line, own))
    differences += [
        Difference("only_ours", None, each)
        for each in ours
        if each.is_open and each.id not in found and each.received_at <= listed_at
    ]
    return matched, differences


def _open_last(ours: Sequence[OurCase]) -> list[OurCase]:
    """So that in a mapping the open one wins, then the latest."""
    return sorted(ours, key=lambda each: (each.is_open, each.received_at))


def _result(line: ListedCase, own: OurCase | None) -> str | None:
    if own is None:
        return "only_hq"
    if not own.is_open:
        return "answered_here"
    if line.due_at and own.due_at and abs(line.due_at - own.due_at) > SAME_DUE:
        return "due_differs"
    return None


async def reconcile_stored_list(
    database: Database, storage: Storage, actor: Actor, batch_id: UUID, now: datetime
) -> None:
    """Compare an uploaded open list that waits. A refused file is an end, not a failure."""
    batch = await waiting_batch(database, actor, batch_id)
    if batch is None:
        return
    batch = await batches.start(database, actor, batch)
    try:
        async with stored_file(storage, batch) as path:
            read = await read_list(database, actor, path, batch, is_lenient=True)
        async with tenant_session(database, actor) as session:
            await _write(session, actor, batch, read, now)
    except StationdeskError as error:
        await batches.fail(database, actor, batch.id, error.both, now)


async def _write(
    session: AsyncSession, actor: Actor, batch: ImportBatch, read: ReadList, now: datetime
) -> None:
    kind, direction = kind_and_direction(batch.options)
    carrier, listed_at = str(batch.options["carrier"]), _listed_at(batch.options, now)
    wanted = direction if batch.options.get("direction") else None
    connection = await raw_connection(session)
    ours = await repository.ours(
        connection, actor.firm_id, carrier, kind.code, wanted,
        [each.order_no for each in read.listed if each.order_no],
        [each.waybill for each in read.listed if each.waybill],
    )  # fmt: skip
    matched, differences = compare(read.listed, ours, listed_at)
    # The reconciliation bears its batch's id: whoever has the one finds the other.
    await repository.insert_reconciliation(
        connection, actor.firm_id, batch.id, carrier, kind.code, wanted, batch.file_name,
        listed_at, now, batch.actor_name, len(read.listed),
        sum(each.is_open for each in ours), matched, len(differences),
    )  # fmt: skip
    if differences:
        # In order of result and line; ids of one millisecond come in any order.
        ids = sorted(new_id() for _ in differences)
        differences.sort(key=lambda each: RESULTS.index(each.result))
        rows = [_row(id_, each) for id_, each in zip(ids, differences, strict=True)]
        await repository.insert_items(connection, actor.firm_id, batch.id, rows)
    counts = Counts(len(read.listed) + len(read.refused), len(read.listed), 0, len(read.refused))
    await batches.add_rejects(session, actor, batch.id, read.refused)
    figures = {name: sum(each.result == name for each in differences) for name in RESULTS}
    await batches.finish(
        session, batch.id, counts, now, header=read.header, matched=matched, **figures
    )


def _row(id_: UUID, each: Difference) -> tuple[Any, ...]:
    line, own = each.listed, each.ours
    station_id = own.station_id if own is not None else line.station.id if line else None
    facts = {"details": dict(line.details), "raw": line.raw} if line else {}
    return (
        id_, station_id, each.result,
        (line.order_no if line else own.order_no or "" if own else ""),
        (line.waybill if line else own.waybill if own else ""),
        own.id if own else None, line.due_at if line else None, own.due_at if own else None,
        line.row_number if line else None, json.dumps(facts, ensure_ascii=False),
    )  # fmt: skip


def _listed_at(options: Mapping[str, Any], now: datetime) -> datetime:
    text = str(options.get("listed_at") or "")
    if not text:
        return now
    moment = read_local_moment(text, HOME)
    if moment is None:
        raise ListScopeMissing(
            f"listed_at {text!r} is no time; write 2026-11-20 08:00.",
            zh=f"导出时间“{text}”读不懂，请写成 2026-11-20 08:00。",
        )
    return moment.astimezone(UTC)


async def settle(
    session: AsyncSession,
    actor: Actor,
    reconciliation_id: UUID,
    item_id: UUID,
    how: str,
    now: datetime,
) -> None:
    """Write down how a difference was settled; our case, if there is one, tells it too.

    Raises NotSettleable.
    """
    connection = await raw_connection(session)
    item = await _unsettled(connection, actor, reconciliation_id, item_id)
    await repository.settle(
        connection, actor.firm_id, reconciliation_id, item_id, None, how, actor.name, now
    )
    if item["case_id"] is not None:
        record = await records.find(connection, actor.firm_id, item["case_id"])
        assert record is not None
        await timeline.note(
            connection, firm_id=actor.firm_id, case_id=record.id, id_=new_id(),
            station_id=record.station_id, case_version=record.version, at=now,
            actor_member_id=actor.member_id, actor_name=actor.name, event="reconciled", text=how,
            data={"result": item["result"]},
        )  # fmt: skip


async def open_missing(
    session: AsyncSession,
    actor: Actor,
    reconciliation_id: UUID,
    item_id: UUID,
    now: datetime,
) -> UUID:
    """Open the case that HQ lists and we have not, from what its line says; its id.

    Raises NotSettleable, DetailsInvalid where the line says too little.
    """
    connection = await raw_connection(session)
    rows = await repository.reconciliations(connection, actor.firm_id, LAST, reconciliation_id, 1)
    item = await _unsettled(connection, actor, reconciliation_id, item_id)
    if item["result"] != "only_hq" or not rows:
        raise NotSettleable(
            "Only what headquarters lists and we have not can be opened.",
            zh="只有总部清单里有、我们没有的，才能补建工作项。",
        )
    facts = json.loads(item["facts"])
    try:
        record = await open_case(
            session, actor, kind=rows[0]["kind"], direction=rows[0]["direction"] or "inbound",
            station_id=item["station_id"], waybill=item["waybill"], details=facts["details"],
            now=now, source="import", source_key=f"reconciled:{item_id}",
        )  # fmt: skip
    except AlreadyOpen as error:
        raise NotSettleable(
            "The case has been opened meanwhile.", zh="这一条刚刚已补建，请刷新。"
        ) from error
    await repository.settle(
        connection, actor.firm_id, reconciliation_id, item_id, record.id, "opened", actor.name, now
    )
    return record.id


async def open_all_missing(
    database: Database,
    actor: Actor,
    reconciliation_id: UUID,
    item_ids: Sequence[UUID],
    now: datetime,
) -> dict[UUID, str | None]:
    """Open several; per item None, or why not. Each is a transaction of its own.

    Raises ReconciliationUnknown where one of them is none of that reconciliation.
    """
    told: dict[UUID, str | None] = {}
    for item_id in item_ids:
        try:
            async with tenant_session(database, actor) as session:
                await open_missing(session, actor, reconciliation_id, item_id, now)
            told[item_id] = None
        except (NotSettleable, DetailsInvalid) as error:
            told[item_id] = error.both
    return told


async def _unsettled(
    connection: repository.Connection, actor: Actor, reconciliation_id: UUID, item_id: UUID
) -> Any:
    item = await repository.item_for_update(connection, actor.firm_id, reconciliation_id, item_id)
    if item is None:
        raise ReconciliationUnknown(
            f"There is no difference {item_id} in that reconciliation.",
            zh="这次核对里没有这条差异，请刷新列表。",
        )
    if item["settled_at"] is not None:
        raise NotSettleable(
            "Somebody has settled this already; look again.", zh="这一条已被别人处理，请刷新。"
        )
    return item
