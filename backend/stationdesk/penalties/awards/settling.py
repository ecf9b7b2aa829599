"""Awards are posted to whoever bore the loss (domain §6, step 8).

An award is about the fine of the same station, waybill and kind; a person says so where that is not
clear. Until the fine is decided it waits. Whatever changes who bears the fine (an appeal, a refund,
a decision taken back) negates the award with the rest of it, and the award is shared out anew over
what is borne then; what nobody bears any more is the station's, whom headquarters paid.

Fines are locked before awards: whoever begins with an award locks its parcel's fines first.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import booking, chart
from stationdesk.penalties.awards import repository
from stationdesk.penalties.awards.allotting import Part, allot
from stationdesk.penalties.awards.choosing import About, about
from stationdesk.penalties.awards.errors import IsAward
from stationdesk.penalties.awards.repository import AwardRow
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.repository import award_shares, decisions, fines
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.tenancy.actor import Actor

KIND: Final = "award"
WAITING, SETTLED = "waiting", "settled"
BY_ITSELF: Final = ""
"""Who chose the fine of an award that needed no person."""
LINE_NOTE: Final = "返款已入账 / the award was posted"


async def settle_awards(
    connection: Connection, actor: Actor, fine_ids: Sequence[UUID], now: datetime
) -> None:
    """Share out what awards bring for these fines, after anything has changed about them."""
    for award_id in await repository.awards_about(connection, actor.firm_id, fine_ids):
        await settle_award(connection, actor, award_id, now)


async def settle_award(connection: Connection, actor: Actor, award_id: UUID, now: datetime) -> bool:
    """Share out what is left of an award, if it is clear to whom; else it waits (False)."""
    firm_id = actor.firm_id
    award = await repository.get_award(connection, firm_id, award_id, lock=True)
    assert award is not None
    found = await about_of(connection, firm_id, award)
    about_fines = await _locked(connection, firm_id, found.fines)
    decided = await _decided(connection, firm_id, about_fines)
    is_settled = found.waits_for is None and len(decided) == len(about_fines)
    if is_settled and not award.is_stations:
        await _remember(connection, firm_id, award, about_fines, now)
        await _share_out(connection, firm_id, award, about_fines, now)
    await repository.set_status(connection, firm_id, award.id, SETTLED if is_settled else WAITING)
    if award.line_id is not None:
        await _keep_line(connection, firm_id, award.line_id, is_settled, now)
    return is_settled


async def about_of(connection: Connection, firm_id: UUID, award: AwardRow) -> About:
    """Which fines the award is about, as things stand."""
    chosen = await repository.chosen_fines(connection, firm_id, award.id)
    if chosen or award.is_stations:
        return about(award, chosen, (), (), await _decided(connection, firm_id, chosen))
    others = await repository.awards_of_waybill(
        connection, firm_id, award.station_id, award.waybill
    )
    candidates = await repository.candidates(connection, firm_id, award.station_id, award.waybill)
    decided = await _decided(connection, firm_id, candidates)
    return about(award, (), candidates, others, decided)


async def demand_no_award(connection: Connection, firm_id: UUID, line: FineRow) -> None:
    """Raise IsAward where a line is not decided as fines are."""
    if line.amount_fen > 0:
        return
    award_id = await repository.award_of_line(connection, firm_id, line.id)
    if award_id is not None:
        raise IsAward(
            "An arbitration gave this back: say among the awards which fine it belongs to.",
            award_id=str(award_id),
        )


async def take_back(
    connection: Connection, firm_id: UUID, award: AwardRow, note: str, now: datetime
) -> None:
    """Negate all that the award has shared out; it may be shared out anew."""
    shares = await award_shares.shares_of(connection, firm_id, [award.id])
    posted = {(each.fine_id, each.transaction_id) for each in shares if each.transaction_id}
    for fine_id, transaction_id in sorted(posted):
        fine = await fines.get_fine(connection, firm_id, fine_id, lock=True)
        assert fine is not None
        await booking.negate_one(connection, firm_id, fine, transaction_id, note, now)
    await award_shares.end_shares(connection, firm_id, now, award_id=award.id)


async def _decided(
    connection: Connection, firm_id: UUID, about_fines: Sequence[FineRow]
) -> set[UUID]:
    return await award_shares.decided(connection, firm_id, [fine.id for fine in about_fines])


async def _locked(
    connection: Connection, firm_id: UUID, about_fines: Sequence[FineRow]
) -> list[FineRow]:
    """As they are once nobody else changes them."""
    found = []
    for fine in about_fines:
        held = await fines.get_fine(connection, firm_id, fine.id, lock=True)
        assert held is not None
        found.append(held)
    return found


async def _remember(
    connection: Connection,
    firm_id: UUID,
    award: AwardRow,
    about_fines: Sequence[FineRow],
    now: datetime,
) -> None:
    """What was found by itself stays so, whichever fines of the parcel come later."""
    if not await repository.chosen_fines(connection, firm_id, award.id):
        ids = [fine.id for fine in about_fines]
        await repository.choose_fines(connection, firm_id, award, ids, BY_ITSELF, now)


async def _share_out(
    connection: Connection,
    firm_id: UUID,
    award: AwardRow,
    about_fines: Sequence[FineRow],
    now: datetime,
) -> None:
    by_id = {fine.id: fine for fine in about_fines}
    borne = await award_shares.borne(connection, firm_id, list(by_id))
    given = await award_shares.shared(connection, firm_id, list(by_id))
    left = {
        fine_id: {account: fen - given[fine_id].get(account, 0) for account, fen in each.items()}
        for fine_id, each in borne.items()
    }
    standing = await award_shares.shares_of(connection, firm_id, [award.id])
    award_fen = award.amount_fen - sum(share.amount_fen for share in standing)
    parts = allot(award_fen, left)
    times = await award_shares.times_shared(connection, firm_id, award.id)
    rows = []
    for fine_id, fine in by_id.items():
        of_fine = [part for part in parts if part.fine_id == fine_id]
        transaction_id = await _post(connection, firm_id, award, fine, of_fine, times, now)
        names = await _names(connection, firm_id, fine)
        rows += [
            (
                new_id(), part, names.get(part.party, part.account.partition("/")[2]),
                None if part.party is Party.STATION else transaction_id,
            )
            for part in of_fine
        ]  # fmt: skip
    await award_shares.add_shares(connection, firm_id, award.id, award.station_id, rows, now)


async def _post(
    connection: Connection,
    firm_id: UUID,
    award: AwardRow,
    fine: FineRow,
    parts: Sequence[Part],
    times: int,
    now: datetime,
) -> UUID | None:
    """Dr station, whom headquarters paid · Cr each other who bore it; None where nobody did."""
    credits = [(each.account, -each.amount_fen) for each in parts if each.party != Party.STATION]
    if not credits:
        return None
    debit = (chart.station(fine.station_code), -sum(amount for _, amount in credits))
    posting = Posting(
        key=f"award/{award.id}/{fine.id}/{times}",
        kind=KIND,
        occurred_at=award.received_at,
        entries=(debit, *credits),
        reference=f"{booking.reference_of(fine)} | 返款 {award.case_number or ''}".strip(),
    )
    posted = await ledger.post(connection, firm_id, posting, now)
    link = (fine.id, fine.station_id, posted.transaction_id)
    await fines.add_transactions(connection, firm_id, booking.AWARDED, [link])
    return posted.transaction_id


async def _names(connection: Connection, firm_id: UUID, fine: FineRow) -> dict[Party, str]:
    decided = await decisions.last_attribution(connection, firm_id, fine.id)
    agent = "" if decided is None else decided.agent_name or ""
    return {Party.AGENT: agent, Party.STATION: fine.station_name, Party.FIRM: ""}


async def _keep_line(
    connection: Connection, firm_id: UUID, line_id: UUID, is_settled: bool, now: datetime
) -> None:
    """While its award waits, a bill's line stands among what is not decided, in the books too."""
    line = await fines.get_fine(connection, firm_id, line_id, lock=True)
    assert line is not None
    taken_in = (booking.INTAKE,)
    if is_settled:
        await booking.negate(connection, firm_id, line, taken_in, LINE_NOTE, now)
        await fines.set_fine(connection, firm_id, line.id, "reversed", None)
    elif not await fines.standing_transactions(connection, firm_id, line.id, taken_in):
        await booking.take_in(connection, firm_id, line, line.amount_fen, now)
        await fines.set_fine(connection, firm_id, line.id, "undecided", None)
