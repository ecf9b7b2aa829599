"""Contracts: entered, ended, asked for a day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.clocks.written import read_calendar
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
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
                zh=f"已有合同从 {other.valid_from} 起生效，日期重叠；请先终止原合同，或改日期。",
            )
        other.valid_to = contract.valid_from - timedelta(days=1)
        session.add(other)
    session.add(contract)
    await session.flush()
    return contract


async def contracts_by_station(
    session: AsyncSession, station_ids: Iterable[UUID]
) -> dict[UUID, list[Contract]]:
    """The contracts of stations, the latest first; stations without any are left out."""
    found: dict[UUID, list[Contract]] = {}
    for each in await repository.contracts_of(session, station_ids):
        found.setdefault(each.station_id, []).append(each)
    return found


def held_on(found: Iterable[Contract], on: date) -> Contract | None:
    """The one of a station's contracts that holds on a day."""
    held = (
        each
        for each in found
        if each.valid_from <= on and (each.valid_to is None or each.valid_to >= on)
    )
    return next(held, None)


def _check(contract: Contract, known_kinds: set[str]) -> None:
    if contract.valid_to is not None and contract.valid_to < contract.valid_from:
        raise ContractInvalid(
            "The contract ends before it begins.",
            field="valid_to",
            zh="终止日早于起始日，请改其中一个。",
        )
    strangers = sorted(set(contract.kinds) - known_kinds)
    if strangers:
        raise ContractInvalid(
            f"There is no kind {strangers[0]!r}; known: {', '.join(sorted(known_kinds))}.",
            field="kinds",
            zh=f"没有“{strangers[0]}”这种工作项，请从列表里选。",
        )
    if set(contract.directions) - set(Direction):
        raise ContractInvalid(
            "A direction is inbound or outbound.", field="directions", zh="方向只能是进港或出港。"
        )
    for name in FEES:
        if not 0 <= getattr(contract, name) <= FEE_MAX_FEN:
            raise ContractInvalid(
                f"{name} lies between 0 and ¥100,000,000.",
                field=name,
                zh=f"{field_zh(name)}要在 0 到 1 亿元之间。",
            )
    if not 0 <= contract.vat_basis_points <= VAT_MAX_BASIS_POINTS:
        raise ContractInvalid(
            "VAT lies between 0 and 20 percent.",
            field="vat_basis_points",
            zh="税率要在 0 到 20% 之间。",
        )
    if contract.service_hours is not None:
        try:
            read_calendar({"code": "contract"} | contract.service_hours)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ContractInvalid(
                f'service_hours cannot be read: {error}; write {{"workday": ["08:30-18:00"], '
                '"rest_day": []}.',
                field="service_hours",
                zh=f"服务时段读不懂（{error}）；工作日、休息日各写几段，例如 08:30-18:00。",
            ) from error
