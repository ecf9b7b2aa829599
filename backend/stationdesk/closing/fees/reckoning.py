"""What a contract costs a station in a month. Pure; all in fen without VAT, VAT beside it.

How it is reckoned, written down because invoices are compared:
- a contract that begins or ends within the month counts by its calendar days: monthly fee and
  minimum times days held over days of the month; parcels are those of the days held;
- the minimum tops up monthly fee and parcels together; overtime comes on top of it;
- overtime is priced by the hour, to the minute, by the contract that holds last in the month;
- each amount is rounded half up to a whole fen, VAT once, on the contract's sum.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from stationdesk.foundation.money import Fen

BASIS_POINTS_OF_ALL: Final = 10_000
MINUTES_OF_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of money, from a day to a day (None: without an end)."""

    contract_id: UUID
    station_id: UUID
    valid_from: date
    valid_to: date | None
    directions: frozenset[str]
    month_fee_fen: Fen
    parcel_fee_fen: Fen
    minimum_fee_fen: Fen
    overtime_fee_fen: Fen
    vat_basis_points: int


@dataclass(frozen=True, slots=True)
class Fee:
    """A contract's fee of a month, with all that it comes from."""

    contract_id: UUID
    station_id: UUID
    held_from: date
    held_to: date
    days_of_month: int
    parcels: int
    month_fen: Fen
    parcels_fen: Fen
    minimum_fen: Fen
    top_up_fen: Fen
    overtime_minutes: int
    overtime_fen: Fen
    vat_basis_points: int
    vat_fen: Fen

    @property
    def net_fen(self) -> Fen:
        """Without VAT."""
        return self.month_fen + self.parcels_fen + self.top_up_fen + self.overtime_fen

    @property
    def gross_fen(self) -> Fen:
        """What the station is charged."""
        return self.net_fen + self.vat_fen


def month_end(period: date) -> date:
    """The last day of the month that begins on `period`."""
    return period.replace(day=monthrange(period.year, period.month)[1])


def fees_of_station(
    contracts: list[Terms],
    period: date,
    parcels: Mapping[tuple[str, date], int],
    overtime_minutes: int,
) -> list[Fee]:
    """The fees of one station's contracts that hold within the month, the earlier first.

    `parcels`: how many came by direction and day.
    """
    end = month_end(period)
    held = sorted(
        (
            each
            for each in contracts
            if each.valid_from <= end and (each.valid_to is None or each.valid_to >= period)
        ),
        key=lambda each: each.valid_from,
    )
    return [
        _fee(each, period, end, parcels, overtime_minutes if at == len(held) else 0)
        for at, each in enumerate(held, start=1)
    ]


def _fee(
    terms: Terms,
    period: date,
    end: date,
    parcels: Mapping[tuple[str, date], int],
    overtime_minutes: int,
) -> Fee:
    held_from, held_to = max(period, terms.valid_from), min(end, terms.valid_to or end)
    days = (held_to - held_from).days + 1
    counted = sum(
        count
        for (direction, day), count in parcels.items()
        if held_from <= day <= held_to and (not terms.directions or direction in terms.directions)
    )
    month_fen = rounded(terms.month_fee_fen * days, end.day)
    minimum_fen = rounded(terms.minimum_fee_fen * days, end.day)
    parcels_fen = terms.parcel_fee_fen * counted
    top_up_fen = max(0, minimum_fen - month_fen - parcels_fen)
    overtime_fen = rounded(terms.overtime_fee_fen * overtime_minutes, MINUTES_OF_HOUR)
    net = month_fen + parcels_fen + top_up_fen + overtime_fen
    return Fee(
        contract_id=terms.contract_id,
        station_id=terms.station_id,
        held_from=held_from,
        held_to=held_to,
        days_of_month=end.day,
        parcels=counted,
        month_fen=month_fen,
        parcels_fen=parcels_fen,
        minimum_fen=minimum_fen,
        top_up_fen=top_up_fen,
        overtime_minutes=overtime_minutes,
        overtime_fen=overtime_fen,
        vat_basis_points=terms.vat_basis_points,
        vat_fen=rounded(net * terms.vat_basis_points, BASIS_POINTS_OF_ALL),
    )


def rounded(numerator: int, denominator: int) -> Fen:
    """The quotient of two amounts that are not negative, half up."""
    return (2 * numerator + denominator) // (2 * denominator)
