"""A selection of fines, what became of each, and its record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.penalties.bulk import repository
from stationdesk.penalties.bulk.errors import BulkOfFinesInvalid
from stationdesk.penalties.bulk.models import FineBulk
from stationdesk.penalties.bulk.refusals import words_for
from stationdesk.penalties.bulk.schemas import BulkItemOut, BulkOut
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.tenancy.actor import Actor

BULK_MAX: Final = 200
"""So many fines to a request: one transaction, one statement of the ledger."""
NOTE_MAX: Final = 2_000


@dataclass(slots=True)
class Selection:
    """The fines of a bulk in the order of the request, and what became of each so far."""

    fine_ids: list[UUID]
    fines: dict[UUID, FineRow]
    items: dict[UUID, BulkItemOut] = field(default_factory=dict)

    def left(self) -> list[FineRow]:
        """Those of which nothing is known yet."""
        return [self.fines[each] for each in self.fine_ids if each not in self.items]

    def done(self, fine_id: UUID, outcome: str, case_id: UUID | None = None) -> None:
        """It was done."""
        self.items[fine_id] = BulkItemOut(fine_id, outcome, "", "", "", case_id)

    def refused(self, fine_id: UUID, code: str, error: StationdeskError | None = None) -> None:
        """It was left out, and why."""
        zh, en = words_for(code, error)
        self.items[fine_id] = BulkItemOut(fine_id, "refused", code, zh, en, None)


async def select(connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]) -> Selection:
    """Lock the fines; those that the actor may not see are refused. Raises BulkOfFinesInvalid."""
    once = list(dict.fromkeys(fine_ids))
    if not once:
        raise BulkOfFinesInvalid("Name at least one fine.", zh="没有选中任何罚款。")
    if len(once) > BULK_MAX:
        raise BulkOfFinesInvalid(
            f"{len(once)} fines at once; at most {BULK_MAX}.", count=len(once),
            zh=f"一次最多 {BULK_MAX} 笔，这里有 {len(once)} 笔。",
        )  # fmt: skip
    selection = Selection(once, await repository.lock_fines(connection, firm_id, once))
    for fine_id in once:
        if fine_id not in selection.fines:
            selection.refused(fine_id, "fine_unknown")
    return selection


def check_note(note: str, field_name: str) -> str:
    """The note without blanks around it. Raises BulkOfFinesInvalid."""
    if len(note) > NOTE_MAX or "\0" in note:
        raise BulkOfFinesInvalid(
            f"At most {NOTE_MAX} characters.", field=field_name, zh=f"最多 {NOTE_MAX} 个字。"
        )
    return note.strip()


async def keep(
    connection: Connection, actor: Actor, kind: str, note: str, selection: Selection, now: datetime
) -> BulkOut:
    """Write down what became of each fine that there is, and show it."""
    items = [selection.items[each] for each in selection.fine_ids]
    done = sum(each.outcome != "refused" for each in items)
    bulk = FineBulk(
        firm_id=actor.firm_id, id=new_id(), kind=kind, note=note, asked=len(items), done=done,
        made_at=now, made_by_member_id=actor.member_id, made_by=actor.name,
    )  # fmt: skip
    await repository.add_bulk(
        connection,
        bulk,
        [
            (each.fine_id, selection.fines[each.fine_id].station_id, each.outcome, each.code,
             each.case_id)
            for each in items
            if each.fine_id in selection.fines
        ],
    )  # fmt: skip
    return BulkOut(bulk.id, kind, bulk.asked, done, now, actor.name, items)
