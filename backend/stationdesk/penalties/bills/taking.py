"""Lines of a bill become fines, with their proposals and flags, and post step 1, chunk by chunk.

All of it in the caller's one transaction; what is asked of cases, earlier charges and the firm's
rules is asked once for a chunk or once for the bill, never for a line.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.bills.rows import BillLine
from stationdesk.penalties.causes.evidence import (
    NOTHING,
    Evidence,
    Place,
    Question,
    cases_of,
    charges_by_id,
    point_out,
    proposal_json,
    weigh,
)
from stationdesk.penalties.causes.knowledge import Knowledge, knowledge_of
from stationdesk.penalties.causes.pointing import Charge, twin_of
from stationdesk.penalties.repository import fines
from stationdesk.penalties.repository.fines import Connection, NewFine, percent_of
from stationdesk.penalties.service import refunds
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

CHUNK_ROWS: Final = 5_000
INTAKE_KIND: Final = "fine_intake"


class Intake:
    """One bill being taken in: the charges that it has brought so far, and its refunds.

    `asking`: another session of the same actor, for what is only read.
    """

    def __init__(
        self,
        session: AsyncSession,
        asking: AsyncSession,
        actor: Actor,
        batch_id: UUID,
        now: datetime,
    ) -> None:
        self.session, self.asking, self.actor = session, asking, actor
        self.batch_id, self.now = batch_id, now
        self._charges: defaultdict[Place, list[Charge]] = defaultdict(list)
        self._refund_ids: list[UUID] = []
        self._ids = descending_ids()

    async def prepare(self, lines: Sequence[BillLine]) -> list[NewFine]:
        """The lines as fines, each with its proposal; nothing is written."""
        if not lines:
            return []
        connection = await raw_connection(self.asking)
        times = [line.occurred_at for line in lines]
        stations = {line.station.id for line in lines}
        known = await knowledge_of(
            self.asking, self.actor.firm_id, stations, min(times), max(times)
        )
        return await self._new_fines(connection, lines, known)

    async def write(self, lines: Sequence[BillLine], rows: Sequence[NewFine]) -> None:
        """Write fines that were prepared, and post step 1 for each."""
        if not rows:
            return
        connection = await raw_connection(self.session)
        codes = sorted({line.station.code for line in lines})
        names = [name for code in codes for name, _ in chart.intake_entries(code, 1)]
        await ledger.open_accounts(connection, self.actor.firm_id, names, self.now)
        await fines.insert_fines(connection, self.actor.firm_id, self.batch_id, rows, self.now)
        await self._post_intake(connection, lines, rows)
        self._refund_ids += [row.id for row in rows if row.amount_fen < 0]

    async def settle_refunds(self) -> None:
        """After all of the file's fines: a refund may stand above its fine."""
        connection = await raw_connection(self.session)
        await refunds.settle(connection, self.actor, self._refund_ids, self.now)

    async def _new_fines(
        self, connection: Connection, lines: Sequence[BillLine], known: Knowledge
    ) -> list[NewFine]:
        # The list shows the newest id first: descending ids keep a bill's lines in its order.
        ids = [next(self._ids) for _ in lines]
        questions = [_question(line) for line in lines]
        cases = await cases_of(connection, self.actor.firm_id, questions, self.now)
        await self._recall(connection, questions)
        rows = []
        for fine_id, line, question in zip(ids, lines, questions, strict=True):
            found = NOTHING
            if line.amount_fen > 0 or line.waybill:
                found = weigh(question, cases.get(question.place, ()), known, self.now)
            if line.amount_fen > 0:
                found = self._point_out(fine_id, line, question, found, known)
            rows.append(_new_fine(fine_id, line, found, known))
        return rows

    async def _recall(self, connection: Connection, questions: Sequence[Question]) -> None:
        """Charges that earlier bills brought for the chunk's waybills; this one's come after."""
        places = {each.place for each in questions if each.waybill} - self._charges.keys()
        earlier = await charges_by_id(connection, self.actor.firm_id, sorted(places))
        for place in places:
            self._charges[place] = []
        for each in earlier.values():
            self._charges[each.place].append(each)

    def _point_out(
        self, fine_id: UUID, line: BillLine, question: Question, found: Evidence, known: Knowledge
    ) -> Evidence:
        """What speaks for an appeal: a charge of before, of this bill or another, and notices."""
        if not line.waybill:
            return point_out(found, question, None, known)
        held = known.policy_at(question.carrier, question.occurred_at)
        charge = Charge(
            fine_id, question.place, line.code, line.occurred_at, line.amount_fen,
            None if found.case is None else found.case.id, line.bill_no, line.line_no,
        )  # fmt: skip
        earlier = self._charges[question.place]
        twin = twin_of(charge, earlier, held.parameters.same_case_days)
        if twin is None:
            # A repetition is told of the first charge: only firsts are looked at.
            earlier.append(charge)
        return point_out(found, question, twin, known)

    async def _post_intake(
        self, connection: Connection, lines: Sequence[BillLine], rows: Sequence[NewFine]
    ) -> None:
        """Step 1 for every fine of the chunk, in one statement; refunds are settled after."""
        charged = [(line, row) for line, row in zip(lines, rows, strict=True) if row.amount_fen > 0]
        postings = [
            Posting(
                key=f"fine/{row.id}/intake",
                kind=INTAKE_KIND,
                occurred_at=row.occurred_at,
                entries=chart.intake_entries(line.station.code, row.amount_fen),
                reference=(
                    f"{row.carrier} {row.bill_no} {row.line_no} {row.code} {row.waybill}".strip()
                ),
            )
            for line, row in charged
        ]
        posted = await ledger.post_all(connection, self.actor.firm_id, postings, self.now)
        await fines.add_transactions(
            connection,
            self.actor.firm_id,
            "intake",
            [
                (row.id, row.station_id, each.transaction_id)
                for (_, row), each in zip(charged, posted, strict=True)
            ],
        )


def descending_ids() -> Iterator[UUID]:
    """Fresh ids, each below the one before, all of the moment at which the first was asked for.

    A bill's lines are listed newest id first, and so in the order of the bill.
    """
    first = new_id().int
    for step in count():
        # The 62 bits below the variant count down; 2^61 of them are left at the least.
        yield UUID(int=(first | (1 << 61)) - step)


def _question(line: BillLine) -> Question:
    station = line.station
    return Question(
        station.id, station.carrier, station.zone, line.waybill, line.code, line.name,
        line.occurred_at,
    )  # fmt: skip


def _new_fine(fine_id: UUID, line: BillLine, found: Evidence, known: Knowledge) -> NewFine:
    proposal = proposal_json(found.proposal)
    return NewFine(
        id=fine_id,
        station_id=line.station.id,
        carrier=line.station.carrier,
        bill_no=line.bill_no,
        line_no=line.line_no,
        row_number=line.row_number,
        waybill=line.waybill,
        code=line.code,
        name=line.name,
        amount_fen=line.amount_fen,
        occurred_at=line.occurred_at,
        notified_at=line.notified_at,
        appeal_due_at=line.appeal_due_at,
        note=line.note,
        content_hash=line.content_hash,
        case_id=None if found.case is None else found.case.id,
        proposal=proposal,
        proposed_cause=None if proposal is None else proposal["cause"],
        confidence_percent=percent_of(proposal),
        category=str(known.category(line.station.carrier, line.code, line.name)),
        duplicate_of=None if found.twin is None else found.twin.charge.id,
        duplicate_rule=None if found.twin is None else str(found.twin.rule),
    )
