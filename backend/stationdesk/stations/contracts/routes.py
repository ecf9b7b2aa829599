"""Contracts over HTTP."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from stationdesk.stations import service as stations
from stationdesk.stations.contracts import repository, service
from stationdesk.stations.contracts.models import Contract
from stationdesk.stations.contracts.schemas import ContractOut, ContractPage, NewContract
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get(
    "/stations/{station_id:uuid}/contracts",
    guards=[requires(Permission.LEDGER_READ, Permission.STATIONS_MANAGE)],
)
async def list_contracts(station_id: FromPath[UUID], session: Transaction) -> ContractPage:
    """A station's contracts, the latest first."""
    station = await stations.the_station(session, station_id)
    found = await repository.contracts(session, station.id)
    return ContractPage([_out(each) for each in found])


@post("/stations/{station_id:uuid}/contracts", guards=[requires(Permission.STATIONS_MANAGE)])
async def add_contract(
    request: Request[Any, Any, Any],
    station_id: FromPath[UUID],
    data: JSONBody[NewContract],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> ContractOut:
    """A contract from a day on; an earlier one without an end ends the day before."""
    station = await stations.the_station(session, station_id)
    contract = await service.add_contract(
        session, actor, station, msgspec.structs.asdict(data),
        known_kinds=request.app.state.case_kinds, now=now,
    )  # fmt: skip
    return _out(contract)


def _out(contract: Contract) -> ContractOut:
    return ContractOut(**contract.model_dump(exclude={"firm_id"}))


ROUTES = [list_contracts, add_contract]
