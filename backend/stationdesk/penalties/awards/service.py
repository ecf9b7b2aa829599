"""Awards: recorded by cases, brought by bills, told by a person what they are about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.ids import new_id
from stationdesk.penalties.awards import repository
from stationdesk.penalties.awards.errors import AwardFinesWrong, AwardsDiffer, AwardUnknown
from stationdesk.penalties.awards.repository import AwardRow, NewAward
from stationdesk.penalties.awards.settling import WAITING, settle_award, take_back
from stationdesk.penalties.repository import fines
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

NOTE_MAX: Final = 2000
FINES_MAX: Final = 50
BILL: Final = "账单 / bill"


async def record_award(
    session: AsyncSession,
    actor: Actor,
    case: CaseRecord,
    *,
    ground: str,
    amount_fen: int,
    received_at: datetime,
    proof: str,
    now: datetime,
) -> None:
    """An arbitration's award arrived: posted to whoever bore the loss, once that is clear.

    The bill's line of the same amount, if it came first, is the same money.
    """
    connection = await raw_connection(session)
    parcel = (actor.firm_id, case.station_id, case.waybill)
    await repository.candidates(connection, *parcel, lock=True)
    known = await repository.awards_of_waybill(connection, *parcel)
    same = _matching([each for each in known if each.case_id is None], amount_fen)
    if same is not None:
        await repository.join_case(connection, actor.firm_id, same.id, case.id, proof)
        return
    award = NewAward(
        id=new_id(), case_id=case.id, line_id=None, station_id=case.station_id,
        waybill=case.waybill, ground=ground, amount_fen=amount_fen, received_at=received_at,
        proof=proof, recorded_by=actor.name, recorded_at=now,
    )  # fmt: skip
    await repository.insert_award(connection, actor.firm_id, award)
    await settle_award(connection, actor, award.id, now)


async def take_line(connection: Connection, actor: Actor, line: FineRow, now: datetime) -> None:
    """A bill's line brings an award; one that a case has recorded of that amount it only
    matches."""
    firm_id = actor.firm_id
    parcel = (firm_id, line.station_id, line.waybill)
    await repository.candidates(connection, *parcel, lock=True)
    known = await repository.awards_of_waybill(connection, *parcel)
    same = _matching([each for each in known if each.line_id is None], -line.amount_fen)
    if same is not None:
        await repository.join_line(connection, firm_id, same.id, line.id)
        await settle_award(connection, actor, same.id, now)
        return
    award = NewAward(
        id=new_id(), case_id=None, line_id=line.id, station_id=line.station_id,
        waybill=line.waybill, ground=line.category, amount_fen=-line.amount_fen,
        received_at=line.occurred_at, proof="", recorded_by=BILL, recorded_at=now,
    )  # fmt: skip
    await repository.insert_award(connection, firm_id, award)
    await settle_award(connection, actor, award.id, now)


async def assign(
    session: AsyncSession,
    actor: Actor,
    award_id: UUID,
    *,
    fine_ids: Sequence[UUID],
    note: str,
    now: datetime,
) -> None:
    """Say which fines the award is about; none: it is the station's own.

    What it had shared out is taken back first. Fines that nobody has decided yet make it wait for
    their decisions. Raises AwardUnknown, AwardFinesWrong.
    """
    connection = await raw_connection(session)
    award = await _locked(connection, actor.firm_id, award_id)
    wanted = sorted(set(fine_ids))
    if len(wanted) > FINES_MAX:
        raise AwardFinesWrong(f"An award is about {FINES_MAX} fines at most.", field="fine_ids")
    for fine_id in wanted:
        fine = await fines.get_fine(connection, actor.firm_id, fine_id, lock=True)
        if fine is None or fine.station_id != award.station_id or fine.amount_fen < 0:
            raise AwardFinesWrong(
                f"{fine_id} is no fine of {award.station_name}, whose award this is.",
                field="fine_ids",
            )
    await take_back(connection, actor.firm_id, award, note.strip()[:NOTE_MAX], now)
    await repository.choose_fines(connection, actor.firm_id, award, wanted, actor.name, now)
    await repository.set_decided(
        connection, actor.firm_id, award.id, is_stations=not wanted, by=actor.name,
        note=note.strip()[:NOTE_MAX], now=now,
    )  # fmt: skip
    await settle_award(connection, actor, award.id, now)
    await _settle_others(connection, actor, award, now)


async def merge(
    session: AsyncSession, actor: Actor, award_id: UUID, other_id: UUID, now: datetime
) -> UUID:
    """A case's payment and a bill's line are one award: the bill's amount holds. Returns its id.

    Raises AwardUnknown, AwardsDiffer.
    """
    connection = await raw_connection(session)
    pair = [await _locked(connection, actor.firm_id, each) for each in sorted({award_id, other_id})]
    lines = [each for each in pair if each.line_id is not None and each.case_id is None]
    paid = [each for each in pair if each.case_id is not None and each.line_id is None]
    if len(lines) != 1 or len(paid) != 1 or lines[0].station_id != paid[0].station_id:
        raise AwardsDiffer(
            "Only a case's payment and a bill's line of the same station can be one award."
        )
    (line,), (payment,) = lines, paid
    firm_id = actor.firm_id
    chosen = [each.id for each in await repository.chosen_fines(connection, firm_id, payment.id)]
    await take_back(connection, firm_id, payment, f"= {line.id}", now)
    await repository.choose_fines(connection, firm_id, payment, (), actor.name, now)
    await repository.set_same(connection, firm_id, payment.id, line.id)
    if not await repository.chosen_fines(connection, firm_id, line.id):
        await repository.choose_fines(connection, firm_id, line, chosen, actor.name, now)
    await settle_award(connection, actor, line.id, now)
    return line.id


async def _settle_others(
    connection: Connection, actor: Actor, award: AwardRow, now: datetime
) -> None:
    """A person has told this one apart: the parcel's others may be clear now."""
    others = await repository.awards_of_waybill(
        connection, actor.firm_id, award.station_id, award.waybill
    )
    for other in others:
        if other.id != award.id and other.status == WAITING:
            await settle_award(connection, actor, other.id, now)


def _matching(known: Sequence[AwardRow], amount_fen: int) -> AwardRow | None:
    """The one that is the same money: of exactly that amount, and no other."""
    found = [each for each in known if each.amount_fen == amount_fen]
    return found[0] if len(found) == 1 else None


async def _locked(connection: Connection, firm_id: UUID, award_id: UUID) -> AwardRow:
    """The award, after the fines of its parcel and those that it is about."""
    seen = await repository.get_award(connection, firm_id, award_id)
    if seen is not None:
        await repository.candidates(connection, firm_id, seen.station_id, seen.waybill, lock=True)
        for fine in await repository.chosen_fines(connection, firm_id, award_id):
            await fines.get_fine(connection, firm_id, fine.id, lock=True)
    award = await repository.get_award(connection, firm_id, award_id, lock=True)
    if award is None or award.status == "same":
        raise AwardUnknown("There is no such award; reload the list.")
    return award
