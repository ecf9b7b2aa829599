"""Couriers over HTTP."""

from uuid import UUID

from litestar import get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from stationdesk.stations import service as stations
from stationdesk.stations.couriers import service
from stationdesk.stations.couriers.schemas import (
    CourierChange,
    CourierOut,
    CourierPage,
    NewCourier,
    given,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get("/stations/{station_id:uuid}/couriers", guards=[requires(Permission.STATIONS_READ)])
async def list_couriers(
    station_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
    active: FromQuery[bool] = False,
) -> CourierPage:
    """The station's couriers, by number (a station has dozens: one page); `active`: at work today.

    A courier who left stays, since cases and scans name him.
    """
    station = await stations.the_station(session, station_id)
    items = await service.shown(session, actor, station, now, only_active=active)
    return CourierPage(items=items, next_cursor=None)


@post("/stations/{station_id:uuid}/couriers", guards=[requires(Permission.STATIONS_MANAGE)])
async def add_courier(
    station_id: FromPath[UUID],
    data: JSONBody[NewCourier],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CourierOut:
    """A courier of the station; the number is unique there."""
    station = await stations.the_station(session, station_id)
    courier = await service.add_courier(
        session, actor, station, number=data.number, name=data.name, phone=data.phone,
        area=data.area, active_from=data.active_from, active_to=data.active_to, now=now,
    )  # fmt: skip
    return service.courier_out(actor, courier, now.date())


@patch("/couriers/{courier_id:uuid}", guards=[requires(Permission.STATIONS_MANAGE)])
async def change_courier(
    courier_id: FromPath[UUID],
    data: JSONBody[CourierChange],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CourierOut:
    """Change name, phone, area, or when he works there."""
    courier = await service.change_courier(session, actor, courier_id, given(data), now)
    return service.courier_out(actor, courier, now.date())


ROUTES = [list_couriers, add_courier, change_courier]
