"""Showing awards: the list of those that wait, and of those that were shared out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.penalties.awards import repository
from stationdesk.penalties.awards.choosing import about, may_be_same
from stationdesk.penalties.awards.errors import AwardUnknown
from stationdesk.penalties.awards.repository import AwardRow
from stationdesk.penalties.awards.schemas import (
    AwardFineOut,
    AwardOut,
    AwardPage,
    AwardShareOut,
    AwardTwin,
)
from stationdesk.penalties.repository import award_shares
from stationdesk.penalties.repository.award_shares import ShareRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.schemas import StationRef
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def award_page(
    session: AsyncSession, actor: Actor, *, status: str | None, cursor: str | None, limit: int
) -> AwardPage:
    """Awards that the actor may see, the newest first. Raises CursorInvalid, LimitInvalid."""
    place = read_cursor(cursor, tuple[UUID])
    connection = await raw_connection(session)
    rows = await repository.list_awards(
        connection, actor.firm_id, status=status, before=None if place is None else place[0],
        limit=page_limit(limit) + 1,
    )  # fmt: skip
    shown = rows[:limit]
    return AwardPage(
        items=await _outs(connection, actor.firm_id, shown),
        next_cursor=write_cursor(shown[-1].id) if len(rows) > limit else None,
    )


async def award_detail(session: AsyncSession, actor: Actor, award_id: UUID) -> AwardOut:
    """One award. Raises AwardUnknown."""
    connection = await raw_connection(session)
    award = await repository.get_award(connection, actor.firm_id, award_id)
    if award is None:
        raise AwardUnknown("There is no such award; reload the list.")
    [shown] = await _outs(connection, actor.firm_id, [award])
    return shown


async def _outs(
    connection: Connection, firm_id: UUID, awards: Sequence[AwardRow]
) -> list[AwardOut]:
    parcels = [(award.station_id, award.waybill) for award in awards]
    of_parcels = await repository.fines_of_parcels(connection, firm_id, parcels)
    twins = await repository.awards_of_parcels(connection, firm_id, parcels)
    links = await repository.links_of(connection, firm_id, [award.id for award in awards])
    missing = {fine_id for ids in links.values() for fine_id in ids} - {f.id for f in of_parcels}
    elsewhere = await repository.fines_by_id(connection, firm_id, sorted(missing))
    all_fines = [*of_parcels, *elsewhere]
    decided = await award_shares.decided(connection, firm_id, [fine.id for fine in all_fines])
    shares = await award_shares.shares_of(connection, firm_id, [award.id for award in awards])
    outs = []
    for award in awards:
        chosen_ids = links.get(award.id, set())
        concerned = [
            fine
            for fine in all_fines
            if fine.id in chosen_ids
            or (fine.station_id, fine.waybill) == (award.station_id, award.waybill)
        ]
        chosen = [fine for fine in concerned if fine.id in chosen_ids]
        others = [
            each
            for each in twins
            if (each.station_id, each.waybill) == (award.station_id, award.waybill)
        ]
        found = about(award, chosen, concerned, others, decided)
        outs.append(
            _out(
                award,
                waits_for=None if found.waits_for is None else str(found.waits_for),
                fines=[_fine(each, award, chosen_ids, decided) for each in concerned],
                shares=[share for share in shares if share.award_id == award.id],
                twins=[each for each in others if may_be_same(award, each)],
            )
        )
    return outs


def _out(
    award: AwardRow,
    *,
    waits_for: str | None,
    fines: list[AwardFineOut],
    shares: Sequence[ShareRow],
    twins: Sequence[AwardRow],
) -> AwardOut:
    is_settled = award.status == "settled"
    others_fen = sum(share.amount_fen for share in shares if share.party != "station")
    return AwardOut(
        id=award.id,
        station=StationRef(award.station_id, award.station_code, award.station_name, award.carrier),
        waybill=award.waybill,
        ground=award.ground,
        amount_fen=award.amount_fen,
        received_at=award.received_at,
        proof=award.proof,
        recorded_by=award.recorded_by,
        case_id=award.case_id,
        case_number=award.case_number,
        line_id=award.line_id,
        status=award.status,
        waits_for=None if is_settled else waits_for,
        is_stations=award.is_stations,
        decided_by=award.decided_by,
        decided_at=award.decided_at,
        note=award.note,
        stations_fen=award.amount_fen - others_fen if is_settled else 0,
        fines=fines,
        shares=[
            AwardShareOut(each.fine_id, each.party, each.name, each.amount_fen, each.transaction_id)
            for each in shares
        ],
        twins=[
            AwardTwin(each.id, each.amount_fen, each.received_at, each.line_id is not None)
            for each in twins
        ],
    )


def _fine(
    fine: FineRow,
    award: AwardRow,
    chosen: set[UUID],
    decided: set[UUID],
) -> AwardFineOut:
    fields: dict[str, Any] = {
        name: getattr(fine, name)
        for name in (
            "id", "bill_no", "line_no", "code", "name", "amount_fen", "net_fen", "status",
            "occurred_at",
        )
    }  # fmt: skip
    return AwardFineOut(
        **fields,
        is_chosen=fine.id in chosen,
        is_decided=fine.id in decided,
        is_same_kind=fine.category == award.ground,
    )
