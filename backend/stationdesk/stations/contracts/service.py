"""Contracts: entered, ended, asked for a day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.clocks.written import read_calendar
from stationdesk.foundation.ids import new_id
from stationdesk.stations.contracts import repository
from stationdesk.stations.contracts.errors import ContractInvalid, ContractsOverlap
from stationdesk.stations.contracts.models import Contract
from stationdesk.stations.models import Direction, Station
from stationdesk.tenancy.actor import Actor

FEES: Final = ("month_fee_fen", "parcel_fee_fen", "minimum_fee_fen", "overtime_fee_fen")
FEE_MAX_FEN: Final = 100_000_000_00
VAT_MAX_BASIS_POINTS: Final = 2_000


async def add_contract(
    session: AsyncSession,
    actor: Actor,
    station: Station,
    fields: Mapping[str, Any],
    *,
    known_kinds: Iterable[str],
    now: datetime,
) -> Contract:
    """A contract from a day on. One without an end that began earlier ends the day before.

    Raises ContractInvalid, ContractsOverlap.
    """
    contract = Contract(
        firm_id=actor.firm_id, id=new_id(), station_id=station.id, created_at=now,
        created_by_name=actor.name, **fields,
    )  # fmt: skip
    _check(contract, set(known_kinds))
    for other in await repository.overlapping(
        session, station.id, contract.valid_from, contract.valid_to
    ):
        if other.valid_to is not None or other.valid_from >= contract.valid_from:
            until = f" to {other.valid_to}" if other.valid_to else ""
            raise ContractsOverlap(
                f"A contract holds from {other.valid_from}{until} already; end it first, or choose "
                "other days.",
                contract_id=str(other.id),
            )
        other.valid_to = contract.valid_from - timedelta(days=1)
        session.add(other)
    session.add(contract)
    await session.flush()
    return contract


async def contract_on(
    session: AsyncSession, station_id: UUID, on: date
) -> tuple[Contract | None, bool]:
    """The contract that held on a day, and whether the station has any at all."""
    found = await repository.contracts(session, station_id)
    held = (
        each
        for each in found
        if each.valid_from <= on and (each.valid_to is None or each.valid_to >= on)
    )
    return next(held, None), bool(found)


def _check(contract: Contract, known_kinds: set[str]) -> None:
    if contract.valid_to is not None and contract.valid_to < contract.valid_from:
        raise ContractInvalid("The contract ends before it begins.", field="valid_to")
    strangers = sorted(set(contract.kinds) - known_kinds)
    if strangers:
        raise ContractInvalid(
            f"There is no kind {strangers[0]!r}; known: {', '.join(sorted(known_kinds))}.",
            field="kinds",
        )
    if set(contract.directions) - set(Direction):
        raise ContractInvalid("A direction is inbound or outbound.", field="directions")
    for name in FEES:
        if not 0 <= getattr(contract, name) <= FEE_MAX_FEN:
            raise ContractInvalid(f"{name} lies between 0 and ¥100,000,000.", field=name)
    if not 0 <= contract.vat_basis_points <= VAT_MAX_BASIS_POINTS:
        raise ContractInvalid("VAT lies between 0 and 20 percent.", field="vat_basis_points")
    if contract.service_hours is not None:
        try:
            read_calendar({"code": "contract"} | contract.service_hours)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ContractInvalid(
                f'service_hours cannot be read: {error}; write {{"workday": ["08:30-18:00"], '
                '"rest_day": []}.',
                field="service_hours",
            ) from error
