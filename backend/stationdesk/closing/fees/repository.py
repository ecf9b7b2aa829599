"""SQL of service fees: contracts, parcels of a month, overtime, what was charged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.closing.fees.reckoning import Fee, Terms, month_end
from stationdesk.penalties.repository.fines import Connection

Parcels = dict[UUID, dict[tuple[str, date], int]]

# A parcel counts once, on the station's day on which its first leg was first seen there.
_PARCELS: Final = """
SELECT station_id, direction, day, count(*)::int FROM (
    SELECT p.station_id, p.direction, (CASE p.direction
        WHEN 'inbound' THEN coalesce(p.arrived_at, p.first_dispatched_at, p.in_locker_at,
            p.signed_at)
        ELSE coalesce(p.collected_at, p.weighed_at, p.departed_at, p.accepted_by_hub_at) END
        AT TIME ZONE s.timezone)::date AS day
    FROM parcels p JOIN stations s ON s.firm_id = p.firm_id AND s.id = p.station_id
    WHERE p.firm_id = $1 AND p.leg = 1
) seen WHERE day BETWEEN $2 AND $3 GROUP BY 1, 2, 3
"""


class StationRef(msgspec.Struct, frozen=True):
    """A station as the fees name it."""

    id: UUID
    code: str
    name: str


class OvertimeRow(msgspec.Struct, frozen=True):
    """Overtime as somebody entered it."""

    station_id: UUID
    minutes: int
    note: str
    entered_at: datetime
    entered_by_name: str


class ChargedFee(msgspec.Struct, frozen=True):
    """A row of `service_fees`."""

    contract_id: UUID
    station_id: UUID
    held_from: date
    held_to: date
    days_of_month: int
    parcels: int
    month_fen: int
    parcels_fen: int
    minimum_fen: int
    top_up_fen: int
    overtime_minutes: int
    overtime_fen: int
    net_fen: int
    vat_basis_points: int
    vat_fen: int
    transaction_id: UUID | None


async def stations(connection: Connection, firm_id: UUID) -> dict[UUID, StationRef]:
    """The firm's stations by id, in the order of their codes."""
    rows = await connection.fetch(
        "SELECT id, code, name FROM stations WHERE firm_id = $1 ORDER BY code", firm_id
    )
    return {row["id"]: StationRef(**row) for row in rows}


async def terms(connection: Connection, firm_id: UUID, period: date) -> dict[UUID, list[Terms]]:
    """The contracts that hold on a day of the month, by station."""
    rows = await connection.fetch(
        "SELECT id, station_id, valid_from, valid_to, directions, month_fee_fen, parcel_fee_fen, "
        "minimum_fee_fen, overtime_fee_fen, vat_basis_points FROM contracts WHERE firm_id = $1 "
        "AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $2) ORDER BY valid_from",
        firm_id,
        period,
        month_end(period),
    )
    found: dict[UUID, list[Terms]] = defaultdict(list)
    for row in rows:
        found[row["station_id"]].append(
            Terms(*row[:4], frozenset(row["directions"]), *row[5:])  # type: ignore[call-arg]
        )
    return dict(found)


async def parcels(connection: Connection, firm_id: UUID, period: date) -> Parcels:
    """How many parcels the month brought, by station, direction and day."""
    rows = await connection.fetch(_PARCELS, firm_id, period, month_end(period))
    found: Parcels = defaultdict(dict)
    for station_id, direction, day, count in rows:
        found[station_id][(direction, day)] = count
    return dict(found)


async def overtime(connection: Connection, firm_id: UUID, period: date) -> dict[UUID, OvertimeRow]:
    """The overtime of the month by station."""
    rows = await connection.fetch(
        "SELECT station_id, minutes, note, entered_at, entered_by_name FROM station_overtime "
        "WHERE firm_id = $1 AND period = $2",
        firm_id,
        period,
    )
    return {row["station_id"]: OvertimeRow(**row) for row in rows}


async def set_overtime(
    connection: Connection, firm_id: UUID, period: date, row: OvertimeRow
) -> None:
    """Enter a station's overtime of a month, or correct it."""
    await connection.execute(
        "INSERT INTO station_overtime (firm_id, period, station_id, minutes, note, entered_at, "
        "entered_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (firm_id, period, station_id) DO UPDATE SET minutes = excluded.minutes, "
        "note = excluded.note, entered_at = excluded.entered_at, "
        "entered_by_name = excluded.entered_by_name",
        firm_id, period, row.station_id, row.minutes, row.note, row.entered_at,
        row.entered_by_name,
    )  # fmt: skip


async def add_fees(
    connection: Connection,
    firm_id: UUID,
    period: date,
    fees: Sequence[Fee],
    transactions: Mapping[UUID, UUID],
) -> None:
    """Write what was charged; `transactions` by station."""
    names = ChargedFee.__struct_fields__
    columns = [[getattr(fee, name) for fee in fees] for name in names[:-1]]
    await connection.execute(
        f"INSERT INTO service_fees (firm_id, period, {', '.join(names)}) "  # noqa: S608
        "SELECT $1, $2, * FROM unnest($3::uuid[], $4::uuid[], $5::date[], $6::date[], $7::int[], "
        "$8::int[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::int[], "
        "$14::bigint[], $15::bigint[], $16::int[], $17::bigint[], $18::uuid[])",
        firm_id,
        period,
        *columns,
        [transactions.get(fee.station_id) for fee in fees],
    )


async def charged_fees(connection: Connection, firm_id: UUID, period: date) -> list[ChargedFee]:
    """What a closed month was charged with, by station and day."""
    rows = await connection.fetch(
        f"SELECT {', '.join(ChargedFee.__struct_fields__)} FROM service_fees "  # noqa: S608
        "WHERE firm_id = $1 AND period = $2 ORDER BY station_id, held_from",
        firm_id,
        period,
    )
    return [ChargedFee(**row) for row in rows]
