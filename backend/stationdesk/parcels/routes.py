"""Parcels, gaps and pushes over HTTP."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.status_codes import HTTP_200_OK
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.parcels import service
from stationdesk.parcels.comparison import ComparisonOut, comparison
from stationdesk.parcels.errors import MomentWithoutOffset
from stationdesk.parcels.push import PARAM_MAX_BYTES, receive_kuaidi100
from stationdesk.parcels.schemas import (
    AnomalyPage,
    GapPage,
    GapSummary,
    PushAnswer,
    WaybillOut,
)
from stationdesk.parcels.summary import gap_summary
from stationdesk.stations.models import Direction
from stationdesk.stations.service import station_by_code, stations_by_code
from stationdesk.tenancy.permissions import Permission, public, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

# Form encoding can treble a Chinese character's bytes.
PUSH_BODY_MAX_BYTES = 4 * PARAM_MAX_BYTES


@dataclass
class KuaidiForm:
    """Kuaidi100's form."""

    param: str = ""
    sign: str = ""


async def _station_ids(session: AsyncSession, code: str | None) -> list[UUID] | None:
    """The stations of a filter: codes with commas between; None for all."""
    if not code:
        return None
    codes = [part.strip() for part in code.split(",") if part.strip()]
    return [station.id for station in await stations_by_code(session, codes)]


def _moment(as_of: datetime | None, now: datetime) -> datetime:
    if as_of is None:
        return now
    if as_of.tzinfo is None:
        raise MomentWithoutOffset(
            f"as_of={as_of.isoformat()} has no offset; write …T08:00:00Z.", moment=as_of.isoformat()
        )
    return as_of


@get("/parcels/{waybill:str}", guards=[requires(Permission.PARCELS_READ)])
async def show_parcel(waybill: FromPath[str], session: Transaction, now: Now) -> WaybillOut:
    """A waybill's parcels, gaps and scans."""
    return await service.parcel_view(session, waybill, now)


@get("/gaps", guards=[requires(Permission.PARCELS_READ)])
async def list_gaps(
    session: Transaction,
    now: Now,
    station: FromQuery[str | None] = None,
    direction: FromQuery[Direction | None] = None,
    as_of: FromQuery[datetime | None] = None,
    overdue: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> GapPage:
    """Gaps now or at a past moment, the most urgent first."""
    return await service.list_gaps(
        session,
        _moment(as_of, now),
        station_ids=await _station_ids(session, station),
        direction=direction,
        overdue_only=overdue,
        cursor=cursor,
        limit=limit,
    )


@get("/gaps/summary", guards=[requires(Permission.PARCELS_READ)])
async def summarise_gaps(
    session: Transaction,
    now: Now,
    as_of: FromQuery[datetime | None] = None,
    day: FromQuery[date | None] = None,
) -> GapSummary:
    """Counts of gaps by station, direction and kind, and the arithmetic of a day of arrival."""
    return await gap_summary(session, _moment(as_of, now), day)


@get("/anomalies", guards=[requires(Permission.PARCELS_READ)])
async def list_anomalies(
    session: Transaction,
    station: FromQuery[str | None] = None,
    direction: FromQuery[Direction | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> AnomalyPage:
    """Parcels whose scans look wrong, the latest first."""
    return await service.list_anomalies(
        session,
        station_ids=await _station_ids(session, station),
        direction=direction,
        cursor=cursor,
        limit=limit,
    )


@get("/reissue/comparison", guards=[requires(Permission.PARCELS_READ)])
async def compare_reissue(
    actor: Caller,
    session: Transaction,
    now: Now,
    station: FromQuery[str],
    goods_value_fen: FromQuery[int | None] = None,
    price_tag_fen: FromQuery[int | None] = None,
    daily_fine_fen: FromQuery[int | None] = None,
    expected_days: FromQuery[int | None] = None,
    freight_fen: FromQuery[int | None] = None,
    loss_percent: FromQuery[int | None] = None,
) -> ComparisonOut:
    """Reissue or wait: both sides, with the policy's figures where none are given."""
    given = {
        "goods_value_fen": goods_value_fen,
        "price_tag_fen": price_tag_fen,
        "daily_fine_fen": daily_fine_fen,
        "expected_days": expected_days,
        "freight_fen": freight_fen,
        "loss_percent": loss_percent,
    }
    found = await station_by_code(session, station)
    return await comparison(session, actor, found, given, now)


@post(
    "/push/kuaidi100/{push_key:str}",
    opt=public,
    status_code=HTTP_200_OK,
    request_max_body_size=PUSH_BODY_MAX_BYTES,
)
async def push_kuaidi100(
    push_key: FromPath[str],
    data: Annotated[KuaidiForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    database: Connections,
    now: Now,
) -> PushAnswer:
    """Kuaidi100's push for one station; anything but this answer makes it push again."""
    taken = await receive_kuaidi100(database, push_key, data.param, data.sign, now)
    told = f"{taken.accepted} new, {taken.duplicates} known" if taken else "no trace"
    return PushAnswer(result=True, return_code="200", message=told)


ROUTES = [
    show_parcel,
    list_gaps,
    summarise_gaps,
    list_anomalies,
    compare_reissue,
    push_kuaidi100,
]
